"""The platform's own doors, what is tried at each, and what an answer tells."""

import json
from dataclasses import dataclass
from typing import Any

import frappe
import requests

from chibo_tasks import guard
from tests import factories
from tests.http_client import Browser

COUNTED = ("Chibo Task", "Chibo Deadline", "Chibo Evidence", "Chibo Extension", "Chibo Audit Entry")
SIDE_RECORDS = {
	"Comment": "reference_doctype",
	"DocShare": "share_doctype",
	"Document Follow": "ref_doctype",
	"File": "attached_to_doctype",
	"ToDo": "reference_type",
	"Tag Link": "document_type",
	"Communication": "reference_doctype",
}


@dataclass
class Secret:
	"""One restricted piece of work.

	Attributes:
		token: stands in its title, its note and its file's name.
		task, deadline, evidence: names of its records.
		sha256: of its file.
	"""

	cell: factories.Cell
	token: str
	task: str
	deadline: str
	evidence: str
	sha256: str


@dataclass(frozen=True)
class Attempt:
	"""One request.

	Attributes:
		door: number of the measurement, and what is tried.
		path: address.
		values: arguments; "$task", "$deadline", "$evidence", "$token", "$sha" stand for the secret's own.
		verb: HTTP method.
	"""

	door: str
	path: str
	values: dict[str, Any]
	verb: str = "GET"


METHOD = "/api/method/"
TITLE = json.dumps({"title": ["like", "$token%"]})
EVIDENCE_PATH = "/private/files/../chibo_evidence/$aa/$sha"

READING = [
	Attempt("P2 count", METHOD + "frappe.client.get_count", {"doctype": "Chibo Task", "filters": TITLE}),
	Attempt(
		"P1 count", METHOD + "frappe.desk.reportview.get_count", {"doctype": "Chibo Task", "filters": TITLE}
	),
	Attempt(
		"P1 list", "/api/resource/Chibo Task", {"fields": '["*"]', "filters": '[["title","like","$token%"]]'}
	),
	Attempt("P1 document", "/api/resource/Chibo Deadline/$deadline", {}),
	Attempt("P1 v2", "/api/v2/document/Chibo Deadline/$deadline", {}),
	Attempt(
		"P3 child",
		METHOD + "frappe.client.get_list",
		{"doctype": "Chibo Task Member", "parent": "Chibo Task"},
	),
	Attempt("P6 search", METHOD + "frappe.utils.global_search.search", {"text": "$token"}),
	Attempt(
		"P7 title",
		METHOD + "frappe.desk.search.get_link_title",
		{"doctype": "Chibo Task", "docname": "$task"},
	),
	Attempt(
		"P7 link",
		METHOD + "frappe.client.validate_link",
		{"doctype": "Chibo Deadline", "docname": "$deadline"},
	),
	Attempt("P8 report", METHOD + "frappe.desk.query_report.run", {"report_name": "Chibo Task"}),
	Attempt("P17 file", "/private/files/../chibo_evidence/$aa/$sha", {}),
	Attempt(
		"P17 download", METHOD + "frappe.core.doctype.file.file.download_file", {"file_url": EVIDENCE_PATH}
	),
	Attempt("print", "/printview", {"doctype": "Chibo Task", "name": "$task"}),
	Attempt(
		"pdf", METHOD + "frappe.utils.print_format.download_pdf", {"doctype": "Chibo Task", "name": "$task"}
	),
	Attempt(
		"export",
		METHOD + "frappe.desk.reportview.export_query",
		{"doctype": "Chibo Task", "file_format_type": "CSV"},
	),
	Attempt("form", METHOD + "frappe.desk.form.load.getdoc", {"doctype": "Chibo Task", "name": "$task"}),
	Attempt(
		"timeline", METHOD + "frappe.desk.form.load.get_docinfo", {"doctype": "Chibo Task", "name": "$task"}
	),
	Attempt(
		"linked", METHOD + "frappe.desk.form.linked_with.get", {"doctype": "Chibo Task", "docname": "$task"}
	),
	Attempt(
		"link search", METHOD + "frappe.desk.search.search_link", {"doctype": "Chibo Task", "txt": "$token"}
	),
	Attempt("P40 order", "/api/resource/Chibo Deadline", {"order_by": "(select sleep(2))"}),
]
WRITING = [
	Attempt(
		"P9 follow",
		METHOD + "frappe.desk.form.document_follow.update_follow",
		{"doctype": "Chibo Deadline", "doc_name": "$deadline", "following": True},
	),
	Attempt(
		"P10 share",
		METHOD + "frappe.share.add",
		{"doctype": "Chibo Deadline", "name": "$deadline", "user": "$me", "read": 1},
	),
	Attempt(
		"P10 share row",
		"/api/resource/DocShare",
		{"share_doctype": "Chibo Deadline", "share_name": "$deadline", "user": "$me", "read": 1},
	),
	Attempt(
		"P12 assign",
		METHOD + "frappe.desk.form.assign_to.add",
		{"doctype": "Chibo Deadline", "name": "$deadline", "assign_to": '["$me"]'},
	),
	Attempt(
		"P12 to-do",
		"/api/resource/ToDo",
		{
			"description": "x",
			"allocated_to": "$me",
			"reference_type": "Chibo Deadline",
			"reference_name": "$deadline",
		},
	),
	Attempt(
		"P12 like",
		METHOD + "frappe.desk.like.toggle_like",
		{"doctype": "Chibo Deadline", "name": "$deadline", "add": "Yes"},
	),
	Attempt(
		"P13 comment",
		METHOD + "frappe.desk.form.utils.add_comment",
		{
			"reference_doctype": "Chibo Deadline",
			"reference_name": "$deadline",
			"content": "x",
			"comment_email": "a@b.example",
			"comment_by": "A",
		},
	),
	Attempt(
		"P13 comment row",
		"/api/resource/Comment",
		{
			"comment_type": "Comment",
			"reference_doctype": "Chibo Deadline",
			"reference_name": "$deadline",
			"content": "x",
		},
	),
	Attempt(
		"P18 file row",
		"/api/resource/File",
		{"file_url": EVIDENCE_PATH, "is_private": 1, "file_name": "x.txt"},
	),
	Attempt(
		"P22 attach",
		"/api/resource/File",
		{
			"file_name": "x.txt",
			"content": "x",
			"attached_to_doctype": "Chibo Deadline",
			"attached_to_name": "$deadline",
		},
	),
	Attempt(
		"P22 upload",
		METHOD + "upload_file",
		{"doctype": "Chibo Deadline", "docname": "$deadline", "file_url": EVIDENCE_PATH},
	),
	Attempt(
		"tag",
		METHOD + "frappe.desk.doctype.tag.tag.add_tag",
		{"tag": "x", "dt": "Chibo Deadline", "dn": "$deadline"},
	),
	Attempt(
		"mail",
		METHOD + "frappe.core.doctype.communication.email.make",
		{
			"doctype": "Chibo Deadline",
			"name": "$deadline",
			"content": "x",
			"subject": "x",
			"recipients": "$me",
			"send_email": 1,
		},
	),
	Attempt("P35 state", "/api/resource/Chibo Deadline/$deadline", {"state": "Approved"}, "PUT"),
	Attempt(
		"P37 field",
		METHOD + "frappe.client.set_value",
		{"doctype": "Chibo Deadline", "name": "$deadline", "fieldname": "due_date", "value": "2031-01-01"},
	),
	Attempt(
		"bulk",
		METHOD + "frappe.client.bulk_update",
		{"docs": '[{"doctype":"Chibo Deadline","docname":"$deadline","state":"Approved"}]'},
	),
	Attempt(
		"bulk action",
		METHOD + "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		{
			"doctype": "Chibo Deadline",
			"docnames": '["$deadline"]',
			"action": "update",
			"data": '{"state": "Approved"}',
		},
	),
	Attempt(
		"workflow",
		METHOD + "frappe.model.workflow.apply_workflow",
		{"doc": '{"doctype":"Chibo Deadline","name":"$deadline"}', "action": "Approve"},
	),
	Attempt("delete", "/api/resource/Chibo Deadline/$deadline", {}, "DELETE"),
	Attempt(
		"rename",
		METHOD + "frappe.client.rename_doc",
		{"doctype": "Chibo Deadline", "old_name": "$deadline", "new_name": "x"},
	),
	Attempt(
		"document method",
		METHOD + "run_doc_method",
		{"dt": "Chibo Deadline", "dn": "$deadline", "method": "as_dict"},
	),
]


def fill(value: Any, secret: Secret, user: str) -> Any:
	if isinstance(value, dict):
		return {key: fill(one, secret, user) for key, one in value.items()}
	if not isinstance(value, str):
		return value
	for sign, text in {
		"$task": secret.task,
		"$deadline": secret.deadline,
		"$evidence": secret.evidence,
		"$token": secret.token,
		"$sha": secret.sha256,
		"$aa": secret.sha256[:2],
		"$me": user,
	}.items():
		value = value.replace(sign, text)
	return value


def send(browser: Browser, attempt: Attempt, secret: Secret, user: str) -> requests.Response:
	values = fill(attempt.values, secret, user)
	request = requests.Request(
		attempt.verb,
		browser.url + fill(attempt.path, secret, user),
		params=values if attempt.verb == "GET" else None,
		json=None if attempt.verb == "GET" else values,
	)
	prepared = browser.session.prepare_request(request)
	# the library would tidy `..` away before it is sent
	prepared.url = (prepared.url or "").replace("/files/chibo_evidence", "/files/../chibo_evidence")
	return browser.session.send(prepared, timeout=60)


def tells(answer: requests.Response, secret: Secret) -> bool:
	"""True when the answer knows more than the question did."""
	if secret.token in answer.text.replace(f"{secret.token}%", ""):
		return True
	if answer.status_code != 200 or "json" not in answer.headers.get("Content-Type", ""):
		return False
	body = answer.json()
	found = [body.get(key) for key in ("message", "data", "docs", "docinfo", "results")]
	return any(one not in (None, 0, [], {}, "", {"name": None}) for one in found)


def traces(secret: Secret) -> dict[str, Any]:
	"""Everything that an attempt could have changed."""
	state: dict[str, Any] = {
		doctype: len(frappe.get_all(doctype, filters={"organization": secret.cell.name}, order_by="name"))
		for doctype in COUNTED
	}
	table = frappe.qb.DocType("Chibo Deadline")
	[row] = frappe.qb.from_(table).select(table.star).where(table.name == secret.deadline).run(as_dict=True)
	state["deadline"] = {key: str(value) for key, value in row.items()}
	for doctype, field in SIDE_RECORDS.items():
		if frappe.db.table_exists(doctype):
			state[doctype] = len(
				frappe.get_all(doctype, filters={field: ["in", sorted(guard.OURS)]}, order_by="name")
			)
	return state
