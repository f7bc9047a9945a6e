// Says on every start of the Desk what makes the site less safe than the app expects (see guard/floor.py).
$(document).on("app_ready", () => {
	for (const message of frappe.boot.chibo_problems || []) {
		frappe.show_alert({ message: frappe.utils.escape_html(message), indicator: "red" }, 20);
	}
});
