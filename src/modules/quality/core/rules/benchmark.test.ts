import { describe, expect, it } from 'vitest';
import type { AssessmentId, OrgId } from '#kernel/ids.ts';
import type { Level, Role } from '../types.ts';
import { type Counted, figuresOf, organisationsChanged, rolesShown, tellFigure } from './index.ts';

const sizes = (sending: number, host: number, supporting: number): Record<Role, number> => ({
  sending_school: sending,
  host_school: host,
  supporting_organisation: supporting,
});

const org = (n: number, role: Role, level: Level | null, look = 1): Counted => ({
  orgId: `org_${String(n).padStart(4, '0')}` as OrgId,
  assessmentId: `ass_${String(n).padStart(4, '0')}${look}` as AssessmentId,
  role,
  medians: new Map(level ? [['C01', level]] : []),
});

const many = (role: Role, from: number, count: number, level: Level = 'implemented') =>
  Array.from({ length: count }, (_, i) => org(from + i, role, level));

describe('which groups may be shown', () => {
  it('are those of at least five, with at least five beside them', () => {
    expect(rolesShown(sizes(6, 5, 0))).toEqual(['sending_school', 'host_school']);
    expect(rolesShown(sizes(4, 5, 0))).toEqual([]);
    expect(rolesShown(sizes(2, 2, 0))).toEqual([]);
    expect(rolesShown(sizes(9, 0, 0))).toEqual([]);
    expect(rolesShown(sizes(9, 3, 2))).toEqual(['sending_school']);
  });

  it('never leave one to four over, as the difference of everybody and the groups shown', () => {
    // 10 and 5 are shown, 3 would be left: everybody minus both tells of three
    expect(rolesShown(sizes(10, 5, 3))).toEqual(['sending_school']);
    expect(rolesShown(sizes(10, 6, 5))).toHaveLength(3);
    const telling: string[] = [];
    for (let a = 0; a <= 12; a++)
      for (let b = 0; b <= 12; b++)
        for (let c = 0; c <= 12; c++) {
          const size = sizes(a, b, c);
          const shown = rolesShown(size).map((role) => size[role]);
          const total = a + b + c;
          // every figure that sums and differences of published ones can tell
          const sums = new Set([0]);
          for (const n of shown) for (const s of [...sums]) sums.add(s + n);
          const small = [...shown, ...[...sums].map((s) => total - s)].some((n) => n > 0 && n < 5);
          if (total < 5 ? shown.length > 0 : small) telling.push(`${a} ${b} ${c}`);
        }
    expect(telling).toEqual([]);
  });
});

describe('figures', () => {
  it('count organisations, only those to which a criterion applies', () => {
    const counted = [
      ...many('sending_school', 1, 6),
      ...many('host_school', 20, 5, 'in_progress'),
      org(40, 'host_school', null),
    ];
    expect(figuresOf(counted, ['C01', 'C02'])).toEqual([
      {
        cut: 'all',
        criterionId: 'C01',
        organisations: 11,
        counts: { not_started: 0, in_progress: 5, implemented: 6, documented_audited: 0 },
      },
      expect.objectContaining({ cut: 'sending_school', organisations: 6 }),
      expect.objectContaining({ cut: 'host_school', organisations: 5 }),
    ]);
    // one fewer has the criterion: four are no group, and everybody minus the six would tell of them
    const fewer = figuresOf(
      [...many('sending_school', 1, 6), ...many('host_school', 20, 4)],
      ['C01'],
    );
    expect(fewer.map((f) => f.cut)).toEqual(['all']);
    expect(figuresOf(many('sending_school', 1, 4), ['C01'])).toEqual([]);
  });

  it('change between publications only by organisations that differ', () => {
    const before = many('sending_school', 1, 6);
    expect(organisationsChanged(before, before)).toBe(0);
    expect(organisationsChanged(before, [...before, org(9, 'host_school', 'implemented')])).toBe(1);
    expect(organisationsChanged(before, before.slice(1))).toBe(1);
    // assessed again: the same organisation, another look
    expect(
      organisationsChanged(before, [
        org(1, 'sending_school', 'implemented', 2),
        ...before.slice(1),
      ]),
    ).toBe(1);
    expect(organisationsChanged(before, many('sending_school', 11, 6))).toBe(12);
  });

  it('are told as a middle and how many are at "implemented" or above', () => {
    expect(
      tellFigure({ not_started: 1, in_progress: 2, implemented: 2, documented_audited: 1 }),
    ).toEqual({ median: 'in_progress', done: 3 });
  });
});
