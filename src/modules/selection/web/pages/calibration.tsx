import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  Form,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  RadioGroup,
  Section,
  Table,
  TextArea,
} from '#ui/index.ts';
import type { getCalibration } from '../../server/index.ts';
import { Crumbs, Faults, Paragraphs, Scale, titleOf } from '../parts/words.tsx';
import { paths } from '../paths.ts';

type Calibration = ViewOf<typeof getCalibration>;
type Said = Calibration['settled'][number]['said'];

export function CalibrationPage({ v, c }: { v: View; c: Calibration }) {
  const at = { roundId: c.id };
  return (
    <>
      <PageHead
        kicker={c.intakeName}
        title={v.t('selection.calibration.title')}
        lead={v.t('selection.calibration.lead')}
        {...Crumbs(v, c, {
          rounds: paths.rounds.href({ intakeId: c.intakeId }),
          round: paths.round.href(at),
        })}
      />
      <Faults v={v} />
      {c.differences.length === 0 && (
        <Notice tone="done" title={v.t('selection.calibration.none')}>
          <p>{v.t('selection.calibration.none-text')}</p>
        </Notice>
      )}
      {c.differences.map((d) => (
        <Section
          key={`${d.code} ${d.criterion}`}
          id={`${d.code}-${d.criterion}`}
          title={v.t('selection.calibration.about', {
            code: d.code,
            criterion: titleOf(v, c.criteria, d.criterion),
          })}
          lead={
            d.why === 'far_apart'
              ? v.t('selection.calibration.far-apart', { gap: d.gap })
              : v.t('selection.calibration.order-turns', { code: d.code, other: d.other ?? '' })
          }
        >
          <SaidTable v={v} said={d.said} caption={titleOf(v, c.criteria, d.criterion)} />
          {d.saidOfOther.length > 0 && (
            <p>
              {v.t('selection.calibration.of-other', {
                other: d.other ?? '',
                said: v.fmt.list(
                  d.saidOfOther.map((s) =>
                    v.t('selection.calibration.gave', { rater: s.rater, points: s.points }),
                  ),
                ),
              })}
            </p>
          )}
          {c.state === 'calibrating' && (
            <Revise v={v} c={c} code={d.code} criterion={d.criterion} said={d.said} />
          )}
        </Section>
      ))}
      {c.settled.length > 0 && (
        <Section title={v.t('selection.calibration.settled')}>
          {c.settled.map((s) => (
            <Details
              key={`${s.code} ${s.criterion}`}
              summary={v.t('selection.calibration.about', {
                code: s.code,
                criterion: titleOf(v, c.criteria, s.criterion),
              })}
            >
              <SaidTable v={v} said={s.said} caption={titleOf(v, c.criteria, s.criterion)} />
            </Details>
          ))}
        </Section>
      )}
      {c.notes.length > 0 && (
        <Section title={v.t('selection.calibration.notes')}>
          {c.notes.map((n) => (
            <Details
              key={`${n.code} ${n.rater}`}
              summary={v.t('selection.calibration.note-of', { code: n.code, rater: n.rater })}
            >
              <Prose>
                <Paragraphs text={n.note} />
              </Prose>
            </Details>
          ))}
        </Section>
      )}
      <p>
        <LinkButton href={paths.outcome.href(at)} {...(c.mayDecide ? { kind: 'primary' } : {})}>
          {v.t('selection.next.outcome-button')}
        </LinkButton>
      </p>
    </>
  );
}

/** What each said, side by side, with what was said before it was changed. */
function SaidTable({ v, said, caption }: { v: View; said: Said; caption: string }) {
  return (
    <Table
      caption={caption}
      hideCaption
      rowHeader="rater"
      columns={[
        { key: 'rater', label: v.t('selection.calibration.rater') },
        { key: 'points', label: v.t('selection.calibration.points'), numeric: true },
        { key: 'reason', label: v.t('selection.calibration.reason') },
      ]}
      rows={said.map((s) => ({
        id: s.rater,
        cells: {
          rater: s.own ? v.t('selection.calibration.you', { rater: s.rater }) : s.rater,
          points: s.points,
          reason: (
            <>
              <Paragraphs text={s.reason} />
              {s.before.map((b) => (
                <p key={b.remark} class="hint">
                  {v.t('selection.calibration.before', {
                    points: b.points,
                    reason: b.reason,
                    remark: b.remark,
                  })}
                </p>
              ))}
            </>
          ),
        },
      }))}
    />
  );
}

function Revise({
  v,
  c,
  code,
  criterion,
  said,
}: {
  v: View;
  c: Calibration;
  code: string;
  criterion: string;
  said: Said;
}) {
  const own = said.find((s) => s.own);
  const one = c.criteria.find((each) => each.key === criterion);
  if (!own || !one) return null;
  const href = paths.revise.href({ roundId: c.id, code, criterion });
  const f = bind(v, href, { points: own.points, reason: own.reason });
  return (
    <Details summary={v.t('selection.calibration.revise')} open={v.form.action === href}>
      <Form action={href}>
        <Scale v={v} c={one} pointsMax={c.pointsMax} />
        <RadioGroup
          {...f.text('points')}
          label={v.t('selection.calibration.points')}
          inline
          options={Array.from({ length: c.pointsMax }, (_, n) => ({
            value: String(n + 1),
            label: String(n + 1),
          }))}
        />
        <TextArea {...f.text('reason')} label={v.t('selection.calibration.reason')} rows={2} />
        <TextArea
          {...f.text('remark')}
          label={v.t('selection.calibration.remark')}
          hint={v.t('selection.calibration.remark-hint')}
          rows={2}
        />
        <ButtonRow>
          <Button kind="quiet">{v.t('selection.calibration.save')}</Button>
        </ButtonRow>
      </Form>
    </Details>
  );
}
