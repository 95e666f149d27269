import type { Kysely, Migration, MigrationProvider } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from './tables.ts';

const statements = (...lines: readonly string[]): Migration => ({
  async up(db: Kysely<Tables>): Promise<void> {
    for (const line of lines) await sql.raw(line).execute(db);
  },
});

/** Forward only: a step that has been released is never edited, the next one follows it. */
const steps: Readonly<Record<string, Migration>> = {
  '0001-conversations-and-calls': statements(
    `create table visitors (
      id text primary key, site text not null, code text not null, name text, language text not null, time_zone text not null,
      page_url text, page_title text, calls_block text, screen_share integer not null, created_at bigint not null, seen_at bigint not null
    )`,
    `create table visitor_tokens (
      hash text primary key, site text not null, origin text not null, visitor text not null references visitors (id) on delete cascade,
      issued_at bigint not null, expires_at bigint not null, replaces text
    )`,
    `create index visitor_tokens_by_visitor on visitor_tokens (visitor)`,
    `create index visitor_tokens_by_expiry on visitor_tokens (expires_at)`,
    `create table agent_sessions (hash text primary key, agent text not null, issued_at bigint not null, expires_at bigint not null)`,
    `create table agent_states (agent text primary key, status text not null, assigned_at bigint not null)`,
    `create table conversations (
      id text primary key, site text not null, visitor text not null references visitors (id), agent text, state text not null,
      last_seq integer not null, started_at bigint not null, ended_at bigint, queued_at bigint not null, waiting_since bigint, answered_in bigint
    )`,
    `create unique index conversations_open on conversations (visitor) where state <> 'ended'`,
    `create index conversations_by_state on conversations (state, site, queued_at)`,
    `create index conversations_by_agent on conversations (agent, state)`,
    `create index conversations_by_visitor on conversations (visitor, started_at)`,
    `create table entries (
      conversation text not null references conversations (id), seq integer not null, id text not null, site text not null, kind text not null,
      author text not null, role text not null, name text, at bigint not null, parts text not null, client_id text,
      primary key (conversation, seq)
    )`,
    `create unique index entries_by_client_id on entries (author, client_id) where client_id is not null`,
    `create table read_marks (
      conversation text not null references conversations (id), participant text not null, site text not null, role text not null, seq integer not null,
      primary key (conversation, participant)
    )`,
    `create table calls (
      id text primary key, site text not null, conversation text not null references conversations (id), agent text not null, visitor text not null,
      record text not null, rev integer not null, live integer not null, started_at bigint not null
    )`,
    `create unique index calls_live_by_conversation on calls (conversation) where live = 1`,
    `create unique index calls_live_by_agent on calls (agent) where live = 1`,
    `create table call_commands (
      call text not null, command text not null, actor text not null, refusal text, lease integer, at bigint not null,
      primary key (call, command)
    )`,
    `create index call_commands_by_time on call_commands (at)`,
  ),
  '0002-call-rooms': statements(`create table call_rooms (call text primary key references calls (id), cluster text not null, size integer not null)`),
  '0003-storage-checks': statements(`create table storage_checks (id integer primary key, at bigint not null)`),
  '0004-sites-of-calls': statements(
    `create table sited_rooms (call text primary key references calls (id), site text not null, cluster text not null, size integer not null)`,
    `insert into sited_rooms select call_rooms.call, calls.site, cluster, size from call_rooms join calls on calls.id = call_rooms.call`,
    `drop table call_rooms`,
    `alter table sited_rooms rename to call_rooms`,
    `create table sited_commands (
      call text not null, command text not null, site text not null, actor text not null, refusal text, lease integer, at bigint not null,
      primary key (call, command)
    )`,
    `insert into sited_commands
      select call_commands.call, command, calls.site, actor, refusal, lease, at from call_commands join calls on calls.id = call_commands.call`,
    `drop table call_commands`,
    `alter table sited_commands rename to call_commands`,
    `create index call_commands_by_time on call_commands (at)`,
  ),
  '0005-tombstones': statements(`create index entries_erased on entries (conversation, seq) where kind = 'erased'`),
  '0006-customers': statements(
    `create table customers (
      id text primary key, site text not null, subject text not null, name text, email text,
      visitor text references visitors (id) on delete set null, created_at bigint not null
    )`,
    `create unique index customers_by_subject on customers (site, subject)`,
    `create index customers_by_visitor on customers (visitor)`,
    `alter table visitors add column customer text references customers (id)`,
    // Never anything but null: nobody could say a name.
    `alter table visitors drop column name`,
    `create index visitors_by_customer on visitors (customer) where customer is not null`,
  ),
  '0007-retention': statements(
    `create index conversations_by_end on conversations (site, ended_at) where state = 'ended'`,
    `create index calls_by_conversation on calls (conversation)`,
  ),
  '0008-customers-who-left': statements(
    `alter table conversations add column customer_left integer not null default 0`,
    // Those of the last day are found out at the start, the others would be too many: whoever comes back is here again, whatever stands here.
    `update conversations set customer_left = 1
      where state <> 'ended' and visitor in (select id from visitors where seen_at < (select max(seen_at) from visitors) - 86400000)`,
    `create index conversations_by_cost on conversations (state, customer_left, agent, waiting_since)`,
  ),
  '0009-first-answers': statements(`create index conversations_by_answer on conversations (site, started_at, answered_in) where answered_in is not null`),
  '0010-passwords-of-sessions': statements(`alter table agent_sessions add column password_digest text`),
  '0011-previous-conversations': statements(
    `alter table conversations add column previous text references conversations (id) on delete set null`,
    `create index conversations_by_previous on conversations (previous) where previous is not null`,
    `update conversations set previous = (
      select earlier.id from conversations as earlier
      where earlier.visitor = conversations.visitor and earlier.started_at < conversations.started_at order by earlier.started_at desc limit 1
    )`,
  ),
};

export const migrations: MigrationProvider = { getMigrations: () => Promise.resolve({ ...steps }) };
