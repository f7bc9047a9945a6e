import { createApp } from "vue";

import App from "@/App.vue";
import { startApp } from "@/data/app";
import { startKeys } from "@/data/keys";
import { startOutbox } from "@/data/outbox";
import { startPrefs } from "@/prefs";
import { router } from "@/router";
import "@/styles.css";

startPrefs();
createApp(App).use(router).mount("#app");
startOutbox();
startApp();
startKeys();
