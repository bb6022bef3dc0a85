// The chat page speaks the language of its chat; a link may set it: /?language=vi
import { directionOf } from "../shared/languages";
import "./page.css";

const wanted = new URL(location.href).searchParams.get("language");
if (wanted) document.querySelector("gildongmu-chat")?.setAttribute("language", wanted);

addEventListener("gildongmu-language", (event) => {
  const { language } = (event as CustomEvent<{ language: string }>).detail;
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
});
