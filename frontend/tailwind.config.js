import plugin from "tailwindcss/plugin";

/* Colours are variables of src/styles.css: one name, two themes. `rgb(var() / a)` because Safari 14 to 16 are in use. */
const colour = (name) => `rgb(var(--${name}) / <alpha-value>)`;

/* `big:` is the largest text size, at which a phone has room for one column only. */
/** @type {import("tailwindcss").Config} */
export default {
	content: ["./index.html", "./src/**/*.{vue,ts}"],
	darkMode: ["class", "[data-theme=dark]"],
	plugins: [plugin(({ addVariant }) => addVariant("big", '[data-size="xl"] &'))],
	theme: {
		screens: { sm: "640px", md: "768px", lg: "1024px", xl: "1280px", "2xl": "1536px" },
		colors: {
			transparent: "transparent",
			current: "currentColor",
			white: "#fff",
			black: "#000",
			page: colour("page"),
			card: colour("card"),
			raised: colour("raised"),
			sunk: colour("sunk"),
			line: colour("line"),
			edge: colour("edge"),
			ink: colour("ink"),
			soft: colour("ink-soft"),
			faint: colour("ink-faint"),
			brand: { DEFAULT: colour("brand"), strong: colour("brand-strong"), text: colour("brand-text"), wash: colour("brand-wash") },
			gold: colour("gold"),
			amber: { DEFAULT: colour("amber"), text: colour("amber-text"), wash: colour("amber-wash") },
			green: { DEFAULT: colour("green"), text: colour("green-text"), wash: colour("green-wash") },
			blue: { DEFAULT: colour("blue"), text: colour("blue-text"), wash: colour("blue-wash") },
		},
		// line heights never below 1.35: Vietnamese stacks marks above and below the letter
		fontSize: {
			xs: ["0.8125rem", "1.45"],
			sm: ["0.875rem", "1.5"],
			base: ["1rem", "1.55"],
			lg: ["1.125rem", "1.45"],
			xl: ["1.375rem", "1.4"],
			"2xl": ["1.75rem", "1.35"],
		},
		fontFamily: {
			sans: ['"Inter Variable"', "system-ui", "-apple-system", '"Segoe UI"', "Roboto", "sans-serif"],
			// the voice of the document: party documents are set in Times New Roman
			serif: ["Document", '"Inter Variable"', "system-ui", "sans-serif"],
		},
		borderRadius: { none: "0", sm: "0.375rem", DEFAULT: "0.625rem", lg: "0.875rem", xl: "1.25rem", full: "9999px" },
		extend: {
			lineHeight: { tight: "1.35" },
			spacing: { 11: "2.75rem", 13: "3.25rem", 15: "3.75rem", safe: "env(safe-area-inset-bottom, 0px)" },
			boxShadow: {
				card: "0 1px 2px rgb(var(--shadow) / 0.05), 0 1px 1px rgb(var(--shadow) / 0.03)",
				lift: "0 8px 28px -6px rgb(var(--shadow) / 0.22), 0 2px 8px rgb(var(--shadow) / 0.10)",
			},
			maxWidth: { prose: "44rem", page: "68rem" },
		},
	},
};
