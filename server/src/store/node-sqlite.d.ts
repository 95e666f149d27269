/** The little of Node's own SQLite that is used here: the types of Node 20 do not know it. */
declare module 'node:sqlite' {
  export class StatementSync {
    columns(): readonly object[];
    all(...parameters: readonly string[]): unknown[];
    iterate(...parameters: readonly string[]): IterableIterator<unknown>;
    run(...parameters: readonly string[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  }
  export class DatabaseSync {
    constructor(path: string);
    exec(sql: string): void;
    readonly isOpen: boolean;
    prepare(sql: string): StatementSync;
    close(): void;
  }
}
