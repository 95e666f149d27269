import type { Selectable } from 'kysely';

/** What the database holds. Moments are milliseconds since the epoch; every row names its site, but for the server's own and those of agents, who may work for several. */
export interface Tables {
  visitors: {
    id: string;
    site: string;
    code: string;
    /** Whom the site knows them as. */
    customer: string | null;
    language: string;
    time_zone: string;
    page_url: string | null;
    page_title: string | null;
    calls_block: string | null;
    screen_share: number;
    created_at: number;
    seen_at: number;
  };
  /** Whom a site's own server vouched for. `visitor` is who they are on every device: their conversation is the same on each. */
  customers: {
    id: string;
    site: string;
    subject: string;
    name: string | null;
    email: string | null;
    visitor: string | null;
    created_at: number;
  };
  /** Hashed, never as given out. `replaces` is the hash of the token that this one renews, until it is first used. */
  visitor_tokens: {
    hash: string;
    site: string;
    origin: string;
    visitor: string;
    issued_at: number;
    expires_at: number;
    replaces: string | null;
  };
  /** `password_digest` tells the password that it was opened with from others; null only until the first start that knows it. */
  agent_sessions: {
    hash: string;
    agent: string;
    password_digest: string | null;
    issued_at: number;
    expires_at: number;
  };
  agent_states: {
    agent: string;
    status: string;
    assigned_at: number;
  };
  conversations: {
    id: string;
    site: string;
    visitor: string;
    agent: string | null;
    state: string;
    last_seq: number;
    started_at: number;
    ended_at: number | null;
    queued_at: number;
    waiting_since: number | null;
    answered_in: number | null;
    /** 1 while its customer has left, and it costs its agent nothing. */
    customer_left: number;
    /** The same visitor's before it; null where there was none, or where it was deleted. */
    previous: string | null;
  };
  entries: {
    conversation: string;
    seq: number;
    id: string;
    site: string;
    kind: string;
    author: string;
    role: string;
    name: string | null;
    at: number;
    parts: string;
    client_id: string | null;
  };
  read_marks: {
    conversation: string;
    participant: string;
    site: string;
    role: string;
    seq: number;
  };
  calls: {
    id: string;
    site: string;
    conversation: string;
    agent: string;
    visitor: string;
    record: string;
    rev: number;
    live: number;
    started_at: number;
  };
  /** Rooms on LiveKit's clusters that are not known to be gone. */
  call_rooms: {
    call: string;
    site: string;
    cluster: string;
    size: number;
  };
  /** The first answer to each command: its refusal, and which lease it gave. */
  call_commands: {
    call: string;
    command: string;
    site: string;
    actor: string;
    refusal: string | null;
    lease: number | null;
    at: number;
  };
  /** One row, written to see whether anything can be. */
  storage_checks: {
    id: number;
    at: number;
  };
}

export type Row<T extends keyof Tables> = Selectable<Tables[T]>;
