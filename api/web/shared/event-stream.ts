// Server-sent events read from a fetch body, since EventSource cannot send an Authorization header.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

export interface ServerEvent {
  event: string;
  data: string;
  id: string | null;
}

/** Nothing was heard for too long; heartbeats come every 15 seconds. */
export class StreamStalled extends Error {}

/** The events of a body, until it ends; throws when it falls silent. */
export async function* readEvents(body: ReadableStream<Uint8Array>, silenceMs: number): AsyncGenerator<ServerEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await withLimit(reader.read(), silenceMs);
      if (done) return;
      rest += value;
      // A lone \r at the end may be half of \r\n: it waits for the next piece.
      const lastIsOpen = rest.endsWith("\r");
      const text = (lastIsOpen ? rest.slice(0, -1) : rest).replace(/\r\n?/g, "\n");
      const blocks = text.split("\n\n");
      rest = (blocks.pop() ?? "") + (lastIsOpen ? "\r" : "");
      for (const block of blocks) {
        const event = readBlock(block);
        if (event) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function readBlock(block: string): ServerEvent | null {
  const data: string[] = [];
  let event = "message";
  let id: string | null = null;
  for (const line of block.split("\n")) {
    const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === "data") data.push(value);
    else if (field === "event") event = value;
    else if (field === "id") id = value;
  }
  return data.length > 0 ? { event, data: data.join("\n"), id } : null;
}

async function withLimit<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StreamStalled()), ms);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
