import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { Button, ButtonRow, Details, Form, Hidden, SelectField } from '#ui/index.ts';
import { type Direction, delays } from '../../core/index.ts';
import { paths } from '../paths.ts';
import { type JourneyView, legName } from './journey.tsx';

type Journey = {
  mobilityId: string;
  direction: Direction;
  version: number;
  legs: JourneyView['legs'];
  currentLeg: number | null;
  /** where it is written how it goes on, for who may */
  connectionHref: string | null;
  /** where to come back to, when a whole group is late */
  groupId?: string;
};

/** Late by one tap: those who wait are told at once. Where the parts are known one of them is late. */
export function Late({ v, journey: j }: { v: View; journey: Journey }) {
  const action = paths.late.href({ mobilityId: j.mobilityId });
  const f = bind(v, action, { leg: j.currentLeg === null ? '' : String(j.currentLeg) });
  return (
    <Details summary={v.t('travel.late.title')} open={v.form.action === action}>
      <p>{v.t(j.groupId ? 'travel.late.group-text' : 'travel.late.text')}</p>
      <Form action={action} id="late">
        <Hidden name="direction" value={j.direction} />
        <Hidden name="version" value={String(j.version)} />
        {j.groupId && <Hidden name="groupId" value={j.groupId} />}
        {j.legs.length > 1 && (
          <SelectField
            {...f.text('leg')}
            label={v.t('travel.late.leg')}
            options={j.legs.map((leg, at) => ({
              value: String(at),
              label: v.t('travel.late.leg-option', {
                leg: legName(v, leg),
                from: leg.fromPlace,
                to: leg.toPlace,
              }),
            }))}
          />
        )}
        <ButtonRow>
          {delays.map((minutes) => (
            <Button key={minutes} kind="quiet" name="minutes" value={minutes}>
              {v.t('travel.late.by', { minutes })}
            </Button>
          ))}
        </ButtonRow>
      </Form>
      {j.connectionHref && (
        <p>
          <a href={j.connectionHref}>{v.t('travel.late.other-way')}</a>
        </p>
      )}
    </Details>
  );
}
