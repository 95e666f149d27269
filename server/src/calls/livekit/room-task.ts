/** What is asked of the cluster next for a room, and when, in milliseconds since the epoch. */
export type RoomTask =
  /** `lookAt`: when it is looked into once it is there. */
  | { readonly type: 'open'; readonly dueAt: number; readonly lookAt: number }
  | { readonly type: 'look'; readonly dueAt: number }
  | { readonly type: 'close'; readonly dueAt: number };

export const opening = { type: 'open', dueAt: 0, lookAt: 0 } as const satisfies RoomTask;
/** Before any other room is opened or looked into. */
export const closing = { type: 'close', dueAt: -1 } as const satisfies RoomTask;

/** The same task, with nothing to wait for. */
export function hurried({ type }: RoomTask): RoomTask {
  switch (type) {
    case 'open':
      return opening;
    case 'look':
      return { type, dueAt: 0 };
    case 'close':
      return closing;
  }
}
