"""benchless: an embedded host for one Frappe app, over SQLite, in one process.

It offers the part of Frappe's documented app contract that its app uses, under Frappe's own names, and nothing else
(`docs/host-api.md`). It never imports the app by name: which app a site runs is written in the site's configuration.
"""
