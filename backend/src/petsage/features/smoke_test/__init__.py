"""Smoke test: Test end-to-end builder pipeline"""
