/* Addresses in Vietnamese, as people send them to each other. */

import { nextTick, ref, shallowRef } from "vue";
import { createRouter, createWebHistory, type RouteLocationNormalizedLoaded, type RouteRecordRaw } from "vue-router";

import { boot } from "@/boot";
import { observes } from "@/data/session";
import { t } from "@/i18n";
import MyTasks from "@/pages/MyTasks.vue";

declare module "vue-router" {
	interface RouteMeta {
		title?: string;
		/** Shown without the shell. */
		bare?: boolean;
		/** Lies over the page that was there before. */
		over?: boolean;
		/** Uses the whole width: boards, grids, calendars. */
		wide?: boolean;
	}
}

const routes: RouteRecordRaw[] = [
	{ path: "/", redirect: () => (observes.value ? "/tong-quan" : "/viec") },
	{ path: "/dang-nhap", component: () => import("@/pages/SignIn.vue"), meta: { title: t("Sign in"), bare: true } },
	{ path: "/viec", component: MyTasks, meta: { title: t("My tasks") } },
	{ path: "/viec/:id", name: "task", component: MyTasks, meta: { title: t("Task"), over: true } },
	{ path: "/ke-hoach", component: () => import("@/pages/Plans.vue"), meta: { title: t("Plan") } },
	{ path: "/ke-hoach/nhap", component: () => import("@/pages/ImportUpload.vue"), meta: { title: t("Read a plan") } },
	{ path: "/ke-hoach/nhap/:id", component: () => import("@/pages/ImportReview.vue"), meta: { title: t("Check the plan") } },
	{ path: "/ke-hoach/nhap/:id/giao", component: () => import("@/pages/ImportAssign.vue"), meta: { title: t("Assign the work") } },
	{ path: "/ke-hoach/nhap/:id/phat-hanh", component: () => import("@/pages/ImportPublish.vue"), meta: { title: t("Publish the plan") } },
	{ path: "/ke-hoach/doi-chieu/:id", component: () => import("@/pages/ImportCompare.vue"), meta: { title: t("Compare with the new file") } },
	{ path: "/ke-hoach/:id", component: () => import("@/pages/PlanPage.vue"), meta: { title: t("Plan"), wide: true } },
	{ path: "/duyet/:id?", name: "review", component: () => import("@/pages/Review.vue"), meta: { title: t("Review"), wide: true } },
	{ path: "/thong-bao", component: () => import("@/pages/Bell.vue"), meta: { title: t("Messages") } },
	{ path: "/giao-viec", component: () => import("@/pages/Assigning.vue"), meta: { title: t("Assigning"), wide: true } },
	{ path: "/lich", component: () => import("@/pages/CalendarPage.vue"), meta: { title: t("Calendar"), wide: true } },
	{ path: "/tong-quan", component: () => import("@/pages/Overview.vue"), meta: { title: t("Overview"), wide: true } },
	{ path: "/tim", component: () => import("@/pages/Search.vue"), meta: { title: t("Search") } },
	{ path: "/dang-vien", component: () => import("@/pages/Members.vue"), meta: { title: t("Party members") } },
	{ path: "/dang-vien/:id", component: () => import("@/pages/MemberPage.vue"), meta: { title: t("Party member") } },
	{ path: "/nhat-ky", component: () => import("@/pages/Log.vue"), meta: { title: t("Log") } },
	{ path: "/cai-dat", component: () => import("@/pages/Settings.vue"), meta: { title: t("Settings"), wide: true } },
	{ path: "/them", component: () => import("@/pages/More.vue"), meta: { title: t("More") } },
	{ path: "/hang-doi", component: () => import("@/pages/Queue.vue"), meta: { title: t("Waiting to be sent") } },
	{ path: "/chia-se", component: () => import("@/pages/Share.vue"), meta: { title: t("Send to which task?") } },
	{ path: "/toi", component: () => import("@/pages/Me.vue"), meta: { title: t("Me") } },
	{ path: "/:rest(.*)*", component: () => import("@/pages/Missing.vue"), meta: { title: t("Not found") } },
];

export const router = createRouter({
	history: createWebHistory("/chibo/"),
	routes,
	scrollBehavior(to, from, saved) {
		if (to.meta.over || from.meta.over) return false;
		if (to.hash) return false;
		if (saved) return new Promise((resolve) => setTimeout(() => resolve(saved), 60));
		return to.path === from.path ? false : { top: 0 };
	},
});

/** The page that is shown; a task lies over it without replacing it, so its filters and its place survive. */
export const page = shallowRef<RouteLocationNormalizedLoaded>();
/** False right after a cold start on a task's address: closing it then goes to the list, not out of the app. */
export const cameFromPage = ref(false);

router.beforeEach((to) => {
	if (!boot.user && to.path !== "/dang-nhap") return { path: "/dang-nhap", query: to.path === "/viec" ? {} : { den: to.fullPath } };
	if (boot.user && to.path === "/dang-nhap") return "/viec";
});

router.afterEach((to, from) => {
	if (to.meta.over) {
		cameFromPage.value = !!page.value;
		page.value ??= router.resolve("/viec") as unknown as RouteLocationNormalizedLoaded;
	} else {
		page.value = to;
	}
	document.title = `${to.meta.title ?? ""} · ${t("Party cell")}`;
	// whoever listens instead of looks has to be told that the page is another one
	if (from.matched.length && !to.meta.over && !from.meta.over && to.path !== from.path) {
		void nextTick(() => document.getElementById("main")?.focus({ preventScroll: true }));
	}
});

// after an update the old chunks are gone; one reload brings the new page
router.onError((error, to) => {
	if (!/import|chunk|module/i.test(String(error)) || sessionStorage.getItem("chibo.reloaded") === to.fullPath) return;
	sessionStorage.setItem("chibo.reloaded", to.fullPath);
	location.assign(`/chibo${to.fullPath}`);
});

/** A filter kept in the address of the page, readable also while a task lies over it. */
export function queryOf(name: string): string {
	const value = page.value?.query[name];
	return typeof value === "string" ? value : "";
}

export function setQuery(change: Record<string, string | undefined>): void {
	if (!page.value) return;
	const query = { ...page.value.query, ...change };
	for (const key of Object.keys(query)) if (!query[key]) delete query[key];
	void router.replace({ path: page.value.path, query });
}
