"""The platform's side doors, closed for the records of this app and for nothing else.

A Frappe site offers any signed-in user some two hundred functions besides lists and documents, and not all of them ask the
permission hooks. What is closed here, and by what:

| file | closes | by |
|---|---|---|
| `doors.py` | functions that name one of our doctypes and are not known to ask the hooks; ordering by an expression; changes without a CSRF token | `before_request` |
| `records.py` | shares, follows, assignments, comments, tags, reports, forms and rules that refer to our records | `doc_events` |
| `files.py` | file rows that reach into the evidence store or hang on our records | `override_doctype_class` |
| `headers.py` | answers of ours that a browser would keep, sniff or frame | `after_request` |
| `floor.py` | platform versions with holes that no app can close | `before_install`, `chibo doctor`, the Desk |

The numbers P1 … P43 in the comments are those of the measurements in `docs/decisions/0007-guard.md`. Everything in this
package is loaded by the platform's hooks alone; an embedded host has none of these doors.
"""

from chibo_tasks.permissions import SHAPES

OURS = frozenset(SHAPES)
"""Doctypes that are guarded: all of the app's."""
