"""The Velocity template language as API Gateway runs it: parser, types, and a printer on abstract values."""
