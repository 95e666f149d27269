import type { TestContext } from 'node:test';
import type { DatabaseConnection, QueryResult } from 'kysely';
import { CompiledQuery, SqliteDialect } from 'kysely';

/** How SQLite goes about each statement that it was given, in the words of `explain query plan`. */
export type Plans = Map<string, readonly string[]>;

/** Asked before each statement, on the connection that it comes from and with what is put into it: which partial index serves is decided by that too. */
export function notedPlans(t: TestContext): Plans {
  const plans: Plans = new Map();
  const noted = new WeakSet<DatabaseConnection>();
  const note = (connection: DatabaseConnection): DatabaseConnection => {
    if (noted.has(connection)) return connection;
    noted.add(connection);
    const execute = connection.executeQuery.bind(connection);
    connection.executeQuery = async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
      if (/^(select|insert|update|delete|replace)/i.test(query.sql)) {
        const { rows } = await execute<{ readonly detail: string }>(CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]));
        plans.set(query.sql, rows.map(({ detail }) => detail));
      }
      return await execute<R>(query);
    };
    return connection;
  };
  const { createDriver } = SqliteDialect.prototype;
  t.mock.method(SqliteDialect.prototype, 'createDriver', function (this: SqliteDialect) {
    const driver = createDriver.call(this);
    const acquire = driver.acquireConnection.bind(driver);
    driver.acquireConnection = async (...given) => note(await acquire(...given));
    return driver;
  });
  return plans;
}
