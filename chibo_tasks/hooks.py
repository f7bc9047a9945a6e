from chibo_tasks import permissions
from chibo_tasks.guard import records

app_name = "chibo_tasks"
app_title = "Chibo Tasks"
app_publisher = "chibo_tasks contributors"
app_description = "Turns a committee's yearly plan into tracked assignments"
app_email = "maintainers@chibo-tasks.invalid"
app_license = "mit"

add_to_apps_screen = [
	{
		"name": "chibo_tasks",
		"logo": "/assets/chibo_tasks/icon.svg",
		"title": "Chibo Tasks",
		"route": "/chibo",
		"has_permission": "chibo_tasks.services.people.has_seat",
	}
]

website_route_rules = [{"from_route": "/chibo/<path:app_path>", "to_route": "chibo"}]

fixtures = [
	{"dt": "Role", "filters": [["name", "like", "Chibo%"]]},
	{"dt": "Workflow", "filters": [["name", "like", "Chibo%"]]},
]

before_install = "chibo_tasks.guard.floor.check_install"
after_sync = "chibo_tasks.setup.install.prepare_site"
after_migrate = "chibo_tasks.setup.install.prepare_site"
before_uninstall = "chibo_tasks.setup.install.leave_site"

permission_query_conditions = {
	doctype: "chibo_tasks.permissions.permission_query_conditions" for doctype in permissions.SHAPES
}
has_permission = {doctype: "chibo_tasks.permissions.has_permission" for doctype in permissions.SHAPES}

# The platform's side doors (see chibo_tasks/guard/__init__.py).
before_request = ["chibo_tasks.guard.doors.check_request"]
after_request = ["chibo_tasks.guard.headers.add_headers"]
override_whitelisted_methods = {"frappe.client.validate_link": "chibo_tasks.guard.doors.validate_link"}
override_doctype_class = {"File": "chibo_tasks.guard.files.GuardedFile"}
doc_events = {
	**{doctype: {"validate": "chibo_tasks.guard.records.check_reference"} for doctype in records.REFERENCES},
	"Property Setter": {"validate": "chibo_tasks.guard.records.check_property"},
}
extend_bootinfo = "chibo_tasks.guard.floor.warn_on_desk"
app_include_js = ["/assets/chibo_tasks/js/desk.js"]

scheduler_events = {
	"cron": {
		"0 * * * *": ["chibo_tasks.scheduler.jobs.chibo_open_occurrences"],
		"*/2 * * * *": ["chibo_tasks.scheduler.jobs.chibo_sweep_deadlines"],
		"* * * * *": ["chibo_tasks.scheduler.jobs.chibo_deliver_messages"],
		"17 3 * * *": ["chibo_tasks.scheduler.jobs.chibo_tidy_store"],
	},
}

export_python_type_annotations = True
require_type_annotated_api_methods = True
