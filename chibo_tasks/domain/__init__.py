"""What a plan, a deadline, a review and a reminder are, as plain Python.

Nothing below this package imports `frappe`, reads a clock or touches a database: dates, people and rules come in as
arguments, decisions go out as values. That is what makes the rules testable by the thousand and the same on both hosts.
"""
