import type { View } from '#platform/http/page.ts';
import { type Station as DrawnStation, JourneyLine, type Tone } from '#ui/index.ts';
import { nextStation, type StationView, type TurnRole, turnAt } from '../../core/index.ts';

/** Names that stand for the sides of a dossier, as far as they are known. */
export type Sides = {
  pupil: string;
  sendingSchool: string;
  hostingOrg: string | null;
  guardians?: string[];
  contactPerson?: string | null;
  /** known in lists, where the name is not */
  hasContactPerson?: boolean;
};

/** Who acts for a role, by name where there is one. */
export function nameOf(v: View, role: TurnRole, sides: Sides): string {
  switch (role) {
    case 'pupil':
      return sides.pupil;
    case 'sending_school':
      return sides.sendingSchool;
    case 'hosting_support':
      return sides.hostingOrg ?? v.t('mobilities.role.hosting_support');
    case 'guardian':
      return sides.guardians?.length
        ? v.fmt.list(sides.guardians)
        : v.t('mobilities.someone.guardian', { pupil: sides.pupil });
    case 'contact_person':
      return sides.contactPerson ?? v.t('mobilities.someone.contact-person');
  }
}

export type Turn = {
  station: StationView;
  role: TurnRole;
  who: string;
  late: boolean;
  /** the whole sentence: who does what */
  text: string;
};

/** What comes next in a dossier and whose turn it is; null when the way is complete or given up. */
export function turnOf(v: View, stations: readonly StationView[], sides: Sides): Turn | null {
  const station = nextStation([...stations]);
  if (!station) return null;
  const contactPerson = sides.contactPerson ?? sides.hasContactPerson;
  const role = turnAt(station.id, { hostingOrg: sides.hostingOrg, contactPerson });
  const who = nameOf(v, role, sides);
  const what = station.id === 'placed' && !sides.hostingOrg ? 'hosting-side' : station.id;
  return {
    station,
    role,
    who,
    late: station.state === 'late',
    text: v.t(`mobilities.turn.${what}`, { who }),
  };
}

/** One sentence for a state that has a next step or has none. */
export function standing(v: View, state: string, turn: Turn | null): { tone: Tone; text: string } {
  if (!turn)
    return { tone: state === 'withdrawn' ? 'stop' : 'done', text: v.t(`mobilities.end.${state}`) };
  if (turn.late) return { tone: 'late', text: v.t('mobilities.turn.late', { text: turn.text }) };
  return { tone: 'wait', text: turn.text };
}

/** The stations in words; the next one carries its date and whose turn it is. */
function drawn(v: View, stations: readonly StationView[], turn: Turn | null): DrawnStation[] {
  return stations.map(({ id, state, due }) => ({
    id,
    state,
    label: v.t(`mobilities.station.${id}`),
    ...(turn?.station.id === id
      ? {
          ...(due ? { dateText: v.t('mobilities.by', { date: v.fmt.shortDate(due) }) } : {}),
          whoText: turn.who,
        }
      : {}),
  }));
}

/** The way of a pupil: the head of a dossier and of a pupil's home, or a miniature for lists. */
export function Way(props: {
  v: View;
  pupil: string;
  state: string;
  stations: readonly StationView[];
  sides: Sides;
  size?: 'full' | 'mini';
  /** false where the page says the next step itself */
  said?: boolean;
}) {
  const { v, stations, sides, size = 'full', said = true } = props;
  if (size === 'mini') {
    // the words stand beside it in the row, so the stations need none of their own
    return (
      <JourneyLine
        size="mini"
        titleText={v.t('mobilities.way-of', { pupil: props.pupil })}
        stateTexts={noWords}
        stations={stations.map(({ id, state }) => ({ id, state, label: '' }))}
      />
    );
  }
  const turn = turnOf(v, stations, sides);
  const { text } = standing(v, props.state, turn);
  return (
    <JourneyLine
      titleText={v.t('mobilities.way-of', { pupil: props.pupil })}
      {...(said ? { descText: text } : {})}
      stateTexts={{
        done: v.t('mobilities.station-state.done'),
        current: v.t('mobilities.station-state.current'),
        ahead: v.t('mobilities.station-state.ahead'),
        late: v.t('mobilities.station-state.late'),
        skipped: v.t('mobilities.station-state.skipped'),
      }}
      stations={drawn(v, stations, turn)}
    />
  );
}

const noWords = { done: '', current: '', ahead: '', late: '', skipped: '' };
