from chibo_tasks.permissions import SHAPES

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

after_sync = "chibo_tasks.setup.install.prepare_site"
after_migrate = "chibo_tasks.setup.install.prepare_site"
before_uninstall = "chibo_tasks.setup.install.leave_site"

permission_query_conditions = {
	doctype: "chibo_tasks.permissions.permission_query_conditions" for doctype in SHAPES
}
has_permission = {doctype: "chibo_tasks.permissions.has_permission" for doctype in SHAPES}

scheduler_events = {
	"cron": {
		"*/10 * * * *": ["chibo_tasks.scheduler.jobs.chibo_sweep_deadlines"],
		"* * * * *": ["chibo_tasks.scheduler.jobs.chibo_deliver_messages"],
	},
}

export_python_type_annotations = True
require_type_annotated_api_methods = True
