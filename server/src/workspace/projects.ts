import { addressesOf } from './configured-rules.ts';
import { type Document, isOuter } from './document.ts';
import { byCustom, isOfficial, named, nameOf, officialFiles } from './load-order.ts';
import type { RulesFile } from './rules-file.ts';
import type { Settings } from './settings.ts';

/** Rules texts that one Falco loads together. Names are looked up within a project only. */
export interface Project {
  /** What makes the project: an open folder, a file; empty for files that are in no open folder. */
  readonly home: string;
  readonly loadOrder: readonly RulesFile[];
  /** Files of its folder that hold no rules, too. */
  readonly files: readonly RulesFile[];
  /** Those of its folder. */
  readonly settings: Settings;
}

/** The projects of a workspace. */
export interface Projects {
  /** Where no file is asked about: the first folder with rules, else the first file with rules in it. */
  readonly main: Project;
  readonly all: readonly Project[];
  /** The project in which a document is checked, or that has this home. */
  of(document: string): Project;
  /** Addresses of files and folders that are loaded, but lie in no open folder. */
  readonly outside: readonly string[];
}

/**
 * Shares the files of a workspace out among projects:
 *
 * - Each open folder is a project: what its `falco.yaml` or the setting `rulesFiles` names, or else all its
 *   rules files, official ones first, then local ones. The base rules come before.
 * - A file that holds rules texts (Helm values, a ConfigMap …) is a project of its own on top of the base
 *   rules: two of them are two installations. So is a rules file that its folder's project does not load.
 * - The detections and tests of a folder belong to all its projects.
 */
export function layOut(documents: readonly Document[], settings: Settings): Projects {
  const groups = groupsOf(documents, settings);
  const loose = groups.find(({ folder }) => folder === '')?.documents ?? [];
  const laidOut = groups.map((group) => {
    const own = settings.ofFolders?.get(group.folder) ?? settings;
    return projectsOfGroup(group, group.folder === '' ? [] : loose, own);
  });
  const homes = new Map<string, Project>();
  for (const { main, own } of laidOut) {
    const first = main.loadOrder.length > 0 ? main : (own[0] ?? main);
    for (const file of main.files) if (!homes.has(file.document)) homes.set(file.document, first);
    for (const project of own) homes.set(project.home, project);
  }
  const all = laidOut.flatMap(({ main, own }) => [main, ...own]);
  const main = all.find(({ loadOrder }) => loadOrder.length > 0) ?? laidOut[0]!.main;
  return {
    main,
    all,
    of: (document) => homes.get(document) ?? all.find(({ home }) => home === document) ?? main,
    outside: laidOut.flatMap(({ outside }) => outside),
  };
}

interface Group {
  readonly folder: string;
  readonly documents: readonly Document[];
}

/** The documents by the innermost open folder; those in none come last. */
function groupsOf(documents: readonly Document[], { folders }: Settings): Group[] {
  const groups = new Map<string, Document[]>(folders.map((folder) => [folder, []]));
  const inner = [...folders].sort((a, b) => b.length - a.length);
  groups.set('', groups.get('') ?? []);
  for (const document of documents)
    groups.get(inner.find((each) => isWithin(document.uri, each)) ?? '')!.push(document);
  return [...groups].map(([folder, inFolder]) => ({ folder, documents: inFolder }));
}

function isWithin(uri: string, folder: string): boolean {
  return uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

interface GroupProjects {
  readonly main: Project;
  readonly own: readonly Project[];
  readonly outside: readonly string[];
}

function projectsOfGroup(
  { folder, documents }: Group,
  loose: readonly Document[],
  settings: Settings,
): GroupProjects {
  const rules = (from: readonly Document[]) =>
    from.flatMap(({ texts }) => texts.filter((file) => file.isRulesFile));
  const within = rules(documents);
  const known = [...within, ...rules(loose)];
  const configured = configuredAddresses(documents, known);
  const wanted = configured.found.length > 0 ? configured.found : settings.rulesFiles;
  const chosen =
    wanted.length > 0
      ? named(known, wanted)
      : within.filter(({ origin }) => origin === undefined).sort(byCustom);
  const fromSettings = named(known, settings.baseRules);
  const installed = installedBase(fromSettings, chosen, settings);
  const base = [...fromSettings, ...named(known, installed)];
  const loadOrder = [...new Set([...base, ...chosen])];
  const loaded = new Set(loadOrder);
  const companions = documents.flatMap(({ texts }) =>
    texts.filter((file) => file.isDetectionsFile || file.isTestsFile),
  );
  const forAll = base.length > 0 ? base : loadOrder.filter(isOfficial);
  const own = documents
    .filter(({ texts }) => texts.some((file) => file.isRulesFile && !loaded.has(file)))
    .map((document) => ownProject(document, forAll, companions, settings));
  const files = [...loadOrder, ...documents.filter((each) => !isOuter(each)).flatMap(({ texts }) => texts)];
  const main = { home: folder, loadOrder, files: [...new Set(files)], settings };
  return { main, own, outside: documents.length > 0 ? [...configured.missing, ...installed] : [] };
}

/** Addresses of installed rules that stand in where the settings name no base rules and no official ones are there. */
function installedBase(
  base: readonly RulesFile[],
  chosen: readonly RulesFile[],
  { installedRules }: Settings,
): string[] {
  if (base.length > 0 || installedRules === undefined || chosen.some(isOfficial)) return [];
  return officialFiles.map((name) => `${installedRules}/${name}`);
}

/** A text takes the place of the base rules of its name: an installation has one file of a name. */
function ownProject(
  { uri, texts }: Document,
  base: readonly RulesFile[],
  companions: readonly RulesFile[],
  settings: Settings,
): Project {
  const own = texts.filter((file) => file.isRulesFile).sort(byCustom);
  const names = new Set(own.map((file) => nameOf(file.uri)));
  const loadOrder = [...base.filter((file) => !names.has(nameOf(file.uri))), ...own];
  return { home: uri, loadOrder, files: [...loadOrder, ...companions], settings };
}

/** What the folder's `falco.yaml` names, the one nearest to the folder: addresses that are there, and others. */
function configuredAddresses(
  documents: readonly Document[],
  known: readonly RulesFile[],
): { readonly found: readonly string[]; readonly missing: readonly string[] } {
  const [config] = documents
    .filter(({ configured }) => configured !== undefined)
    .sort((a, b) => a.uri.split('/').length - b.uri.split('/').length || (a.uri < b.uri ? -1 : 1));
  const found: string[] = [];
  const missing: string[] = [];
  for (const path of config?.configured ?? []) {
    const candidates = addressesOf(path, config!.uri);
    const address = candidates.find((each) => named(known, [each]).length > 0);
    if (address !== undefined) found.push(address);
    if (address === undefined || !isWithin(address, folderAddress(config!.uri)))
      missing.push(...candidates.slice(-1));
  }
  return { found, missing };
}

function folderAddress(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}
