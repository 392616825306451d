"""Rules about what SAM refuses, and what it makes that its author may not expect."""
