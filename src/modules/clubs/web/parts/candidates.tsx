import { wordingFor } from '#modules/quality/core/index.ts';
import type { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Checkbox, fieldId, Notice, RowCheckbox, Table } from '#ui/index.ts';
import type { listCandidates } from '../../server/index.ts';

/** People to tick for a theme: name, organisation, country, language and where their priorities point. */
export function CandidateTable({
  v,
  candidates,
  criterionId,
  ticks,
}: {
  v: View;
  candidates: ViewOf<typeof listCandidates>['candidates'];
  criterionId: string;
  ticks: { name: string; values: string[]; error: string | undefined };
}) {
  const words = wordingFor(v.lang);
  return (
    <div id={fieldId(ticks.name)} tabIndex={-1}>
      {ticks.error && <p class="field-error">{ticks.error}</p>}
      <Table
        caption={v.t('clubs.form.candidates', { theme: words.criterion(criterionId).text })}
        rowHeader="name"
        columns={[
          { key: 'pick', label: v.t('clubs.table.pick'), hideLabel: true },
          { key: 'name', label: v.t('clubs.table.name') },
          { key: 'organisation', label: v.t('clubs.table.organisation') },
          { key: 'country', label: v.t('clubs.table.country') },
          { key: 'languages', label: v.t('clubs.table.languages') },
          { key: 'priorities', label: v.t('clubs.table.priorities') },
          { key: 'clubs', label: v.t('clubs.table.clubs'), numeric: true },
        ]}
        rows={candidates.map((c) => {
          const value = `${c.personId} ${c.orgId}`;
          return {
            id: value,
            cells: {
              pick: (
                <RowCheckbox
                  name={ticks.name}
                  value={value}
                  label={`${c.name}, ${c.organisation}`}
                  checked={ticks.values.includes(value)}
                />
              ),
              name: c.name,
              organisation: c.organisation,
              country: v.fmt.country(c.countryCode),
              languages: (
                <>
                  {v.fmt.list(c.languages.map((l) => v.fmt.language(l)))}
                  {c.hoursKnown && <div class="hint">{v.t('clubs.form.hours-known')}</div>}
                </>
              ),
              priorities: (
                <ol>
                  {c.priorities.map((p) => (
                    <li key={p.rank}>
                      {words.criterion(p.criterionId).text} ({v.t(`clubs.intent.${p.intent}`)})
                    </li>
                  ))}
                </ol>
              ),
              clubs: c.clubs,
            },
          };
        })}
      />
    </div>
  );
}

/** What speaks against these people in one club, once it was found; the facilitator may know better. */
export function Anyway({ v, f }: { v: View; f: ReturnType<typeof bind> }) {
  const { error, ...tick } = f.tick('anyway');
  const against = f.errors.filter((each) => each.href === `#${fieldId('anyway')}`);
  if (against.length === 0 && !tick.checked) return null;
  return (
    <Notice tone="late" title={v.t('clubs.doubt.title')}>
      <ul>
        {against.map((each) => (
          <li key={each.text}>{each.text}</li>
        ))}
      </ul>
      <Checkbox {...tick} label={v.t('clubs.doubt.anyway')} />
    </Notice>
  );
}
