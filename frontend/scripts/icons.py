"""Draws the PNG icons from icon.svg with the system's Chromium: python frontend/scripts/icons.py (needs playwright)."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

PUBLIC = Path(__file__).resolve().parents[2] / "chibo_tasks/public"
SVG = (PUBLIC / "icon.svg").read_text(encoding="utf-8")
# a maskable icon is cut to a circle or a drop: ground to the edge, the drawing inside the middle 80 per cent
MASKABLE = (
	SVG.replace('rx="15"', "")
	.replace('viewBox="0 0 64 64"', 'viewBox="-8 -8 80 80"')
	.replace('<rect width="64" height="64"', '<rect x="-8" y="-8" width="80" height="80"')
)
WANTED = {
	"icon-180.png": (180, SVG.replace('rx="15"', "")),
	"icon-192.png": (192, SVG),
	"icon-512.png": (512, SVG),
	"icon-maskable-512.png": (512, MASKABLE),
}

with sync_playwright() as playwright:
	browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
	for name, (size, drawing) in WANTED.items():
		page = browser.new_page(viewport={"width": size, "height": size})
		page.set_content(
			f"<style>*{{margin:0}}svg{{display:block;width:{size}px;height:{size}px}}</style>{drawing}"
		)
		page.screenshot(path=PUBLIC / name, omit_background=True)
	browser.close()
