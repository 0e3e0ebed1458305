import { failAt } from '../scope.ts';
import type { FunctionCompiler, FunctionTable } from './define.ts';

/** Functions about the run itself. */
export const sessionFunctions: FunctionTable = {
  new_guid: ({ scope }) => {
    return () => randomGuid(scope.session.random);
  },
  current_principal: refused('it needs a signed-in user'),
  current_principal_details: refused('it needs a signed-in user'),
  current_principal_is_member_of: refused('it needs a signed-in user'),
  ingestion_time: () => () => null,
  current_database: () => () => 'db',
  estimate_data_size: refused('sizes are those of a Kusto cluster'),
};

function refused(reason: string): FunctionCompiler {
  return ({ node, name }) => {
    throw failAt(node, `'${name}' cannot be run here: ${reason}`);
  };
}

/** A random GUID of version 4. */
function randomGuid(random: () => number): string {
  const digit = () => Math.floor(random() * 16).toString(16);
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, digit);
}
