import { describe, expect, it } from 'vitest';
import { elapsed, offsetOf, remaining, roundAt, shown, type TimeSample } from './clock.ts';
import { protocolFor } from './rooms.ts';

describe('the clock of a point', () => {
  it('counts what was counted and what runs', () => {
    const running = { position: 1, spent: 60_000, since: 1_000_000 };
    expect(elapsed(running, 1_030_000)).toBe(90_000);
    expect(remaining(running, 5, 1_030_000)).toBe(210_000);
    expect(remaining({ ...running, since: null }, 1, 9_999_999)).toBe(0);
    // somebody whose clock is behind does not see more than there is
    expect(elapsed(running, 999_000)).toBe(60_000);
  });

  it('is shown in minutes and seconds, and with a minus when it is over', () => {
    expect([300_000, 299_999, 245_000, 1, 0, -999, -1000, -30_500, -61_000].map(shown)).toEqual([
      '5:00',
      '5:00',
      '4:05',
      '0:01',
      '0:00',
      '0:00',
      '−0:01',
      '−0:30',
      '−1:01',
    ]);
  });
});

/** Asks a server whose clock is `ahead`, over a way of these milliseconds there and back. */
const ask = (sent: number, ahead: number, there: number, back: number): TimeSample => ({
  sent,
  server: sent + there + ahead,
  received: sent + there + back,
});

describe('the difference of clocks', () => {
  it('is exact where the way there is as long as the way back', () => {
    expect(offsetOf([ask(1000, 5_400_000, 40, 40)])).toEqual({ offset: 5_400_000, error: 40 });
    expect(offsetOf([ask(1000, -321, 7, 7)])?.offset).toBe(-321);
    expect(offsetOf([])).toBeNull();
  });

  it('is never wronger than half of the shortest way, however crooked the ways are', () => {
    // fixed numbers of a crooked network: up to 900 ms each way
    let seed = 7;
    const dice = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    for (let trial = 0; trial < 500; trial++) {
      const ahead = (dice() - 0.5) * 10_000_000;
      const samples = Array.from({ length: 5 }, (_, i) =>
        ask(i * 1000, ahead, dice() * 900, dice() * 900),
      );
      const found = offsetOf(samples);
      const shortest = Math.min(...samples.map((s) => s.received - s.sent));
      expect(found?.error).toBeCloseTo(shortest / 2, 5);
      expect(Math.abs((found?.offset ?? 0) - ahead)).toBeLessThanOrEqual(shortest / 2 + 1e-6);
    }
  });

  it('stays within 200 ms as soon as one answer of five came within 400 ms', () => {
    const found = offsetOf([
      ask(0, 12_345, 2000, 100),
      ask(3000, 12_345, 30, 1500),
      ask(6000, 12_345, 395, 5),
      ask(9000, 12_345, 900, 900),
    ]);
    expect(Math.abs((found?.offset ?? 0) - 12_345)).toBeLessThanOrEqual(200);
  });
});

describe('the rounds of a room', () => {
  const { steps, minutes } = protocolFor(3);
  const at = (minute: number) => roundAt(steps, 3, minute * 60_000);

  it('follow the protocol, one after the other', () => {
    expect(minutes).toBe(22);
    expect(at(0)).toEqual({ round: 0, step: 0, left: 300_000 });
    expect(at(5)).toEqual({ round: 0, step: 1, left: 180_000 });
    expect(at(21.5)).toEqual({ round: 0, step: 5, left: 30_000 });
    expect(at(22)).toMatchObject({ round: 1, step: 0 });
    expect(at(65.9)).toMatchObject({ round: 2, step: 5 });
    expect(at(66)).toBeNull();
  });
});
