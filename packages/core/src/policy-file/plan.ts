import { canonical } from './canonical.ts';

/** A thing under the names of the wire, in JSON's terms. */
export type PolicyFacts = Readonly<Record<string, unknown>>;

/** One kind of thing that a policy file speaks of, by the name that is each one's own. */
export interface PolicySection {
  readonly kind: string;
  /** As the file has it. A member that a thing leaves out stays as it is. */
  readonly desired: ReadonlyMap<string, PolicyFacts>;
  /** As it is. */
  readonly present: ReadonlyMap<string, PolicyFacts>;
  /** As a file last had it; null where none was applied that spoke of this kind. */
  readonly applied: ReadonlyMap<string, PolicyFacts> | null;
  /** What is there and not in the file goes. */
  readonly isWhole: boolean;
  /** What never changes of a thing: with another value it is another thing, made in the place of the first. */
  readonly identityOf: (facts: PolicyFacts) => unknown;
}

export interface PolicyChange {
  readonly kind: string;
  readonly name: string;
  readonly action: 'create' | 'change' | 'replace' | 'delete';
  /** Of a change only what differs; null for what was not there. */
  readonly before: PolicyFacts | null;
  /** Null for what goes. */
  readonly after: PolicyFacts | null;
  /** Somebody changed it since the file was last applied: this is not, or not only, a change of the file. */
  readonly drifted: boolean;
}

function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

/** What `facts` say of the members that `of` speaks of. */
function membersOf(of: PolicyFacts, facts: PolicyFacts): PolicyFacts {
  return Object.fromEntries(Object.keys(of).map((name) => [name, facts[name] ?? null]));
}

function hasDrifted({ applied, present }: PolicySection, name: string): boolean {
  if (applied === null) return false;
  const then = applied.get(name);
  const now = present.get(name);
  if (then === undefined || now === undefined) return then !== now;
  return !isSame(then, membersOf(then, now));
}

function differing(facts: PolicyFacts, other: PolicyFacts): PolicyFacts {
  return Object.fromEntries(Object.entries(facts).filter(([name, value]) => !isSame(value, other[name])));
}

function planOne(section: PolicySection, name: string): Pick<PolicyChange, 'action' | 'before' | 'after'> | null {
  const wanted = section.desired.get(name);
  const present = section.present.get(name);
  if (wanted === undefined) {
    return present === undefined || !section.isWhole ? null : { action: 'delete', before: present, after: null };
  }
  if (present === undefined) return { action: 'create', before: null, after: wanted };
  const after = { ...present, ...wanted };
  if (!isSame(section.identityOf(present), section.identityOf(after)))
    return { action: 'replace', before: present, after: wanted };
  const changed = differing(after, present);
  const names = Object.keys(changed);
  return names.length === 0 ? null : { action: 'change', before: membersOf(changed, present), after: changed };
}

/** What makes the present like the file: in the order of the file, and then what goes. */
export function planPolicy(sections: readonly PolicySection[]): readonly PolicyChange[] {
  return sections.flatMap((section) => {
    const names = new Set([...section.desired.keys(), ...section.present.keys()]);
    return [...names].flatMap((name): PolicyChange[] => {
      const planned = planOne(section, name);
      return planned === null ? [] : [{ kind: section.kind, name, ...planned, drifted: hasDrifted(section, name) }];
    });
  });
}
