interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** Every page keeps what it is about, so that the host can open it again after a restart. */
export interface PageState {
  readonly id: string;
}

/** The one channel between a page and the extension host. */
export interface Host<In, Out, State extends PageState> {
  send(message: Out): void;
  onMessage(listener: (message: In) => void): void;
  /** What the user arranged before the page was hidden or reloaded, on top of the defaults. */
  readonly state: State;
  /** Merges into the state and keeps it across hiding and reloading. */
  remember(change: Partial<State>): void;
}

/**
 * Connects the page; call it once. Messages come from the host alone: the host's types are trusted,
 * anything that is not an object with a `type` is dropped.
 */
export function connectHost<In extends { type: string }, Out, State extends PageState>(
  defaults: Omit<State, 'id'>,
): Host<In, Out, State> {
  const api = acquireVsCodeApi();
  const kept = api.getState();
  // note: the host writes the id into the document; a cast is due since State may hold anything else.
  const state = {
    ...defaults,
    ...(isObject(kept) ? kept : {}),
    id: document.body.dataset.id ?? '',
  } as State;
  api.setState(state);
  return {
    state,
    send: (message) => api.postMessage(message),
    onMessage: (listener) => {
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        // The message's type is the host's word; both sides are built from one protocol.
        if (isMessage(data)) listener(data as In);
      });
    },
    remember: (change) => {
      Object.assign(state, change);
      api.setState(state);
    },
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isMessage(value: unknown): value is { type: string } {
  return isObject(value) && 'type' in value && typeof value.type === 'string';
}
