"""Clicking through the front end in a real Chromium, against a really running host."""
