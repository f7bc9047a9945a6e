"""What every screen has to hold, measured in the page itself."""

from playwright.sync_api import Page

CUT = """() => [...document.querySelectorAll("body *")].filter((node) => {
	if (![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())) return false;
	const style = getComputedStyle(node);
	const box = node.getBoundingClientRect();
	if (!box.width || box.width <= 1 || style.visibility === "hidden" || node.closest("[aria-hidden=true], .sr-only")) return false;
	if (style.overflowY === "visible" || style.overflowY === "auto" || style.overflowY === "scroll") return false;
	if (style.webkitLineClamp !== "none" && style.webkitLineClamp) return false;
	return node.scrollHeight > node.clientHeight + 1 && node.clientHeight > 0;
}).map((node) => `${node.tagName} “${node.textContent.trim().slice(0, 60)}” ${node.scrollHeight} > ${node.clientHeight}`)"""
"""Text whose box is lower than the text: the dots under ệ and ạ would be missing."""

SMALL = """(least) => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=option], [role=menuitem]")]
.filter((node) => {
	const style = getComputedStyle(node);
	if (style.visibility === "hidden" || node.disabled || node.closest("[aria-hidden=true]")) return false;
	let area = node.closest("label") && node.matches("input") ? node.closest("label") : node;
	const after = getComputedStyle(node, "::after");
	const wider = { width: 0, height: 0 }; // a pseudo-element around the text takes the finger, too
	if (after.content !== "none" && after.position === "absolute") {
		if (style.position !== "relative") area = node.offsetParent ?? node;
		else {
			wider.width = -parseFloat(after.left) - parseFloat(after.right) || 0;
			wider.height = -parseFloat(after.top) - parseFloat(after.bottom) || 0;
		}
	}
	const bare = area.getBoundingClientRect();
	const box = { width: bare.width + wider.width, height: bare.height + wider.height };
	if (bare.width <= 1 || bare.height <= 1) return false;
	if (style.display === "inline" && area === node) return false; // a link within a sentence
	return box.width < least - 0.5 || box.height < least - 0.5;
}).map((node) => {
	const box = node.getBoundingClientRect();
	return `${node.tagName} “${(node.getAttribute("aria-label") || node.textContent).trim().slice(0, 50)}” ${Math.round(box.width)}×${Math.round(box.height)}`;
})"""
"""What a finger would miss."""

OUTSIDE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((node) => {
	const box = node.getBoundingClientRect();
	if (box.width <= 1 || getComputedStyle(node).visibility === "hidden" || node.closest("[aria-hidden=true], .sr-only")) return false;
	for (let up = node.parentElement; up; up = up.parentElement) if (/auto|scroll/.test(getComputedStyle(up).overflowX) && up.scrollWidth > up.clientWidth && (up.clientWidth < innerWidth - 8 || getComputedStyle(up).scrollSnapType.startsWith("x")) && !up.matches("[role=dialog] *")) return false;
	return box.right > innerWidth + 1 || box.left < -1;
}).map((node) => (node.getAttribute("aria-label") || node.textContent).trim().slice(0, 50))"""
"""Controls that stick out of the screen, where no scrolling reaches them but that of the page; a board is there to be scrolled."""

NAMELESS = """() => [...document.querySelectorAll("[aria-label], [title], [placeholder], button, a, label, h1, h2, h3, th, dt, legend, option, summary")]
.flatMap((node) => [node.getAttribute("aria-label"), node.getAttribute("title"), node.getAttribute("placeholder"),
	node.matches("span[title]") ? null : [...node.childNodes].filter((child) => child.nodeType === 3).map((child) => child.textContent).join(" ")])
.filter((text) => text && text.trim()).map((text) => text.trim())"""
"""Every word of the screen's own furniture: labels, buttons, headings."""


def overhang(page: Page) -> int:
	"""Pixels by which the page is wider than the screen."""
	return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def cut(page: Page) -> list[str]:
	"""Texts of which a part is hidden by their own box."""
	return page.evaluate(CUT)


def small(page: Page, least: int = 44) -> list[str]:
	"""Things to touch that are smaller than `least` pixels in either direction."""
	return page.evaluate(SMALL, least)


def outside(page: Page) -> list[str]:
	"""Controls beyond the edge of the screen."""
	return page.evaluate(OUTSIDE)


def furniture(page: Page) -> list[str]:
	"""Labels, buttons, headings and the like, as texts."""
	return page.evaluate(NAMELESS)


def paths(page: Page) -> list[str]:
	"""Every address that the app's router knows, from the running app."""
	return page.evaluate(
		"document.querySelector('#app').__vue_app__.config.globalProperties.$router.getRoutes()"
		".filter((route) => !route.redirect).map((route) => route.path)"
	)


def go(page: Page, path: str) -> None:
	"""Go to another screen as a link does, without loading the page again."""
	page.evaluate(
		"(path) => document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(path)",
		path,
	)
