"""`chibo`: the front door for a cell without an administrator; it knows both the app and its embedded host."""
