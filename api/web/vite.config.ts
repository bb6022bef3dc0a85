// Two builds into one folder: the pages with hashed assets, then the widget as one file with a stable name.
import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/",
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  environments: {
    client: {
      build: { outDir: "dist", emptyOutDir: true, rolldownOptions: { input: ["index.html", "desk.html", "embed.html"] } },
    },
    widget: {
      consumer: "client",
      build: {
        outDir: "dist",
        emptyOutDir: false,
        copyPublicDir: false,
        rolldownOptions: {
          input: { widget: "widget/widget.ts" },
          output: { entryFileNames: "[name].js", codeSplitting: false },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const name of ["client", "widget"] as const) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});
