"""Strict reading of JSON and YAML texts: plain values, or a refusal that says where."""
