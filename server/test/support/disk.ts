import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openSqlite } from '../../src/store/sqlite.ts';

/** What the server of such a test is started with: a bound that the ballast does not fit below. */
export const maxPages = 400;

/** From here on nothing can be written to a server's database, not even in place, as on a disk that is full; until there is room again. */
export async function fillDisk(t: TestContext, folder: string): Promise<{ makeRoom(): void }> {
  const database = await openSqlite(join(folder, 'warmline.db'));
  t.after(() => database.close());
  database.exec('create table ballast (weight blob)');
  const tables = (database.prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> 'ballast'`).all([]) as { name: string }[]).map(({ name }) => name);
  const each = tables.flatMap((table) => ['insert', 'update', 'delete'].map((change) => [`full_${change}_${table}`, change, table] as const));
  for (const [name, change, table] of each) {
    database.exec(`create trigger ${name} before ${change} on ${table} begin insert into ballast values (zeroblob(${maxPages * 4_096})); end`);
  }
  return {
    makeRoom: () => {
      for (const [name] of each) database.exec(`drop trigger ${name}`);
    },
  };
}
