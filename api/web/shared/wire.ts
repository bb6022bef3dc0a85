// The shapes that the gateway sends, exactly as they travel.

export type ConversationState = "bot" | "waiting" | "human" | "closed";
export type Author = "resident" | "bot" | "counsellor" | "system";
export type Kind = "answer" | "choices" | "text" | "handover" | "notice";
export type Priority = "urgent" | "normal";

export interface Citation {
  article: string;
  title: string;
  language: string;
  passage?: string | null;
  source?: string | null;
  verified?: string | null;
  url: string;
}

export interface Button {
  title: string;
  payload: string;
}

/** A ticket as its resident sees it. */
export interface QueueTicket {
  id: string;
  priority: Priority;
  position: number | null;
  wait_minutes: number | null;
  counsellor?: { name: string } | null;
}

/** A photo or document; only counsellors can open it. */
export interface Attachment {
  id: string;
  media_type: string;
  size: number;
}

export interface Message {
  seq: number;
  id: string;
  author: Author;
  kind: Kind;
  text: string;
  language: string | null;
  created_at: string;
  client_id?: string | null;
  name?: string | null;
  citations?: Citation[] | null;
  buttons?: Button[] | null;
  ticket?: QueueTicket | null;
  attachment?: Attachment | null;
  /** Taken back by its author: nothing of it is left. */
  removed?: boolean;
}

export interface Conversation {
  id: string;
  language: string | null;
  state: ConversationState;
  ticket?: QueueTicket | null;
  /** Whether there is something to rate, and whether that was done; null while there is nothing. */
  rating?: "open" | "given" | null;
  /** The numbers of messages that were taken back of late. */
  removed?: number[];
}

/** What another device needs to go on with a conversation. */
export interface ResumeCode {
  code: string;
  expires_at: string;
  link?: string | null;
}

export interface Started extends Conversation {
  token: string;
}

export interface Sent {
  message: Message;
  replies: Message[];
  conversation: Conversation;
}

export interface Page {
  messages: Message[];
  conversation: Conversation;
}

export interface Counsellor {
  id: string;
  name: string;
  email: string;
  languages: string[];
}

export type TicketState = "waiting" | "claimed" | "closed";

/** A ticket as the desk sees it. */
export interface Ticket {
  id: string;
  conversation: string;
  state: TicketState;
  priority: Priority;
  language: string;
  reason: "request" | "danger" | "failure";
  summary: {
    question: string | null;
    answer: string | null;
    articles: { article: string; title: string }[];
    /** What the resident wanted the counsellor to know; null for what was left out. */
    intake?: { topic: string | null; tried: string | null; reach: string | null; consent: boolean };
  };
  created_at: string;
  claimed_at: string | null;
  closed_at: string | null;
  counsellor: { id: string; name: string } | null;
  position: number | null;
  /** Who the embedding site says is writing. */
  visitor: { name: string | null; reference: string | null } | null;
  /** The centre on whose page the conversation began; its name by language. */
  centre: { id: string; name: Record<string, string> } | null;
  /** The resident has taken the conversation back; nothing of it is left. */
  deleted: boolean;
  /** The numbers of messages that were taken back of late. */
  removed?: number[];
}

/** How a counsellor's message reaches the resident on a channel. */
export interface Reach {
  channel: string;
  how: "live" | "push" | "event" | "reply" | "next message" | "unreachable";
}

export interface TicketWithMessages {
  ticket: Ticket;
  messages: Message[];
  reach: Reach[];
}
