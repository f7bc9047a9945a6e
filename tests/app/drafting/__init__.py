"""From a file to a plan: corrections, newer files, publishing."""
