import { Uri, workspace } from 'vscode';
import { ManagerError, type ManagerTarget } from './logtest/manager-api.ts';

/** What the settings about the manager begin with. */
export const managerSettingsName = 'falcoWorkbench.wazuh.manager';

/** The manager that the user has set up. */
export interface ManagerSettings {
  readonly url: string;
  readonly user: string;
  /** Reads what its certificate is known by. @throws ManagerError where that cannot be read. */
  readonly target: () => Promise<ManagerTarget>;
}

/** The settings; undefined where address or user are missing. */
export function managerSettings(): ManagerSettings | undefined {
  const section = workspace.getConfiguration(managerSettingsName);
  const value = (name: string) => String(section.get(name) ?? '').trim();
  const [url, user, caFile, fingerprint] = ['url', 'user', 'caFile', 'fingerprint'].map(value);
  if (!url || !user) return undefined;
  const target = async () => ({
    url,
    ...(caFile && { ca: await readCertificates(caFile) }),
    ...(fingerprint && { fingerprint }),
  });
  return { url, user, target };
}

async function readCertificates(path: string): Promise<string> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(Uri.file(path)));
  } catch {
    throw new ManagerError(`The certificate file ${path} cannot be read.`, 'tls');
  }
}
