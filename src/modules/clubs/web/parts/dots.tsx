import { questionnaire, wordingFor } from '#modules/quality/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  Form,
  Hidden,
  LinkButton,
  Section,
  SelectField,
  Table,
} from '#ui/index.ts';
import { dotsEach } from '../../core/rules/index.ts';
import type { getKickOff } from '../../server/index.ts';
import { paths } from '../paths.ts';

type KickOff = ViewOf<typeof getKickOff>;

/** How warm a theme is: from a shade to the full colour, with the figure beside it. */
function warmth(people: number, members: number): string {
  const share = members === 0 ? 0 : people / members;
  return share >= 0.75 ? ' is-3' : share >= 0.5 ? ' is-2' : share >= 0.25 ? ' is-1' : '';
}

/** Where the members' priorities lie, and the dots of each: out of them the club chooses its theme. */
export function Dots({
  v,
  at,
  kickOff: k,
}: {
  v: View;
  at: { clubId: string; eventId: string };
  kickOff: KickOff;
}) {
  const words = wordingFor(v.lang);
  const dots = new Map(k.dots.map((each) => [each.theme, each.dots]));
  const themes = [
    ...k.heat,
    ...k.dots
      .filter((each) => !k.heat.some((h) => h.criterionId === each.theme))
      .map((each) => ({ criterionId: each.theme, people: [], first: 0 })),
  ].sort((a, b) => (dots.get(b.criterionId) ?? 0) - (dots.get(a.criterionId) ?? 0));
  return (
    <Section title={v.t('clubs.votes.title')} lead={v.t('clubs.votes.lead')} id="dots">
      {themes.length > 0 ? (
        <Table
          caption={v.t('clubs.votes.table')}
          rowHeader="theme"
          columns={[
            { key: 'theme', label: v.t('clubs.votes.theme') },
            { key: 'heat', label: v.t('clubs.votes.priorities') },
            { key: 'who', label: v.t('clubs.votes.who') },
            { key: 'dots', label: v.t('clubs.votes.dots'), numeric: true },
          ]}
          rows={themes.map((theme) => ({
            id: theme.criterionId,
            cells: {
              theme: words.criterion(theme.criterionId).text,
              heat:
                theme.people.length === 0 ? (
                  '–'
                ) : (
                  <span class={`heat${warmth(theme.people.length, k.members)}`}>
                    {v.t('clubs.votes.heat', { count: theme.people.length, first: theme.first })}
                  </span>
                ),
              who:
                theme.people.length > 0
                  ? v.fmt.list(
                      theme.people.map((p) =>
                        v.t('clubs.votes.person', {
                          who: p.who,
                          intent: v.t(`clubs.intent.${p.intent}`),
                        }),
                      ),
                    )
                  : '–',
              dots: <b data-dots={theme.criterionId}>{dots.get(theme.criterionId) ?? 0}</b>,
            },
          }))}
        />
      ) : (
        <p>{v.t('clubs.votes.nothing')}</p>
      )}
      <p class="hint">
        {v.t('clubs.votes.so-far', { voted: k.voted, showing: k.showing, members: k.members })}
      </p>
      {k.ownShown !== null && (
        <Form action={paths.priorities.href(at)}>
          <Hidden name="share" value={k.ownShown ? '' : 'yes'} />
          <Button kind="quiet">
            {v.t(k.ownShown ? 'clubs.votes.hide-mine' : 'clubs.votes.show-mine')}
          </Button>
        </Form>
      )}
      {k.mayVote && <Vote v={v} at={at} k={k} />}
      {k.maySettle && (
        <ButtonRow>
          <LinkButton href={paths.theme.href({ clubId: at.clubId })}>
            {v.t('clubs.theme.title')}
          </LinkButton>
        </ButtonRow>
      )}
    </Section>
  );
}

function Vote({ v, at, k }: { v: View; at: { clubId: string; eventId: string }; k: KickOff }) {
  const words = wordingFor(v.lang);
  const href = paths.votes.href(at);
  const f = bind(v, href, Object.fromEntries(k.mine.map((theme, i) => [`themes.${i}`, theme])));
  const wanted = new Set(k.heat.map((h) => h.criterionId));
  const option = ({ id }: { id: string }) => ({ value: id, label: words.criterion(id).text });
  const groups = [
    {
      label: v.t('clubs.votes.wanted'),
      options: questionnaire.criteria.filter((c) => wanted.has(c.id)).map(option),
    },
    {
      label: v.t('clubs.votes.others'),
      options: questionnaire.criteria.filter((c) => !wanted.has(c.id)).map(option),
    },
  ].filter((group) => group.options.length > 0);
  return (
    <Details
      summary={v.t(k.mine.length > 0 ? 'clubs.votes.again' : 'clubs.votes.lay')}
      open={k.mine.length === 0 || f.errors.length > 0}
    >
      <Form action={href}>
        {Array.from({ length: dotsEach }, (_, i) => (
          <SelectField
            key={String(i)}
            {...f.text(`themes.${i}`)}
            label={v.t('clubs.votes.dot', { number: i + 1 })}
            emptyLabel={v.t('clubs.votes.none')}
            options={groups}
          />
        ))}
        <p class="hint">{v.t('clubs.votes.hint')}</p>
        <ButtonRow>
          <Button>{v.t('clubs.votes.button')}</Button>
        </ButtonRow>
      </Form>
    </Details>
  );
}
