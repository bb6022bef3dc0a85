// All styles of the chat; later ones win over earlier ones.
import { citationStyle } from "../shared/citations.css";
import { controls } from "../shared/controls.css";
import { messageStyle } from "../shared/message.css";
import { theme } from "../shared/theme.css";
import { articleStyle } from "./article.css";
import { bubbleStyle } from "./bubble.css";
import { composerStyle } from "./composer.css";
import { dialogStyle } from "./dialog.css";
import { panelStyle } from "./panel.css";
import { printStyle } from "./print.css";
import { ratingStyle } from "./rating.css";
import { threadStyle } from "./thread.css";
import { welcomeStyle } from "./welcome.css";

export const chatStyles = [
  theme,
  controls,
  messageStyle,
  citationStyle,
  panelStyle,
  welcomeStyle,
  threadStyle,
  composerStyle,
  articleStyle,
  dialogStyle,
  ratingStyle,
  bubbleStyle,
  printStyle,
];
