"""The built-in rules: a plug-in like any other, found through the entry-point group ``apigw_lint.rules``."""
