import type uPlot from 'uplot';
import type { Theme } from '../theme';
import type { Mark } from './chartModel';

/** Draws rules at checkpoints, flags at events, a diamond at the best and a cross at what is not finite. */
export function drawMarks(
  plot: uPlot,
  marks: readonly Mark[],
  nonFinite: readonly number[],
  theme: Theme,
): void {
  const { ctx, bbox } = plot;
  const unit = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(
    bbox.left - 6 * unit,
    bbox.top - 8 * unit,
    bbox.width + 12 * unit,
    bbox.height + 8 * unit,
  );
  ctx.clip();
  for (const mark of marks) {
    const x = plot.valToPos(mark.x, 'x', true);
    const color = theme.runs[mark.run.color % theme.runs.length] ?? theme.foreground;
    if (mark.type === 'checkpoint') drawRule(plot, x, theme);
    else if (mark.type === 'event')
      drawFlag(plot, x, isAlarming(mark) ? theme.error : theme.warning);
    else drawDiamond(plot, x, plot.valToPos(mark.y, 'y', true), color, theme);
  }
  for (const position of nonFinite) drawCross(plot, plot.valToPos(position, 'x', true), theme);
  ctx.restore();
}

function isAlarming(mark: Mark & { type: 'event' }): boolean {
  return mark.event.type === 'non-finite' || mark.event.type === 'stalled';
}

function drawRule({ ctx, bbox }: uPlot, x: number, theme: Theme): void {
  const unit = devicePixelRatio;
  ctx.strokeStyle = theme.faintForeground;
  ctx.lineWidth = unit;
  ctx.setLineDash([unit, 3 * unit]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.setLineDash([]);
}

function drawFlag({ ctx, bbox }: uPlot, x: number, color: string): void {
  const unit = devicePixelRatio;
  const top = bbox.top - 6 * unit;
  ctx.strokeStyle = ctx.fillStyle = color;
  ctx.lineWidth = unit;
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + 14 * unit);
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x + 8 * unit, top + 3.5 * unit);
  ctx.lineTo(x, top + 7 * unit);
  ctx.fill();
}

function drawDiamond({ ctx }: uPlot, x: number, y: number, color: string, theme: Theme): void {
  const size = 6 * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, y - size);
  ctx.lineTo(x + size, y);
  ctx.lineTo(x, y + size);
  ctx.lineTo(x - size, y);
  ctx.closePath();
  ctx.fillStyle = color;
  ctx.fill();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.strokeStyle = theme.background;
  ctx.stroke();
}

function drawCross({ ctx, bbox }: uPlot, x: number, theme: Theme): void {
  const size = 4 * devicePixelRatio;
  const y = bbox.top + 16 * devicePixelRatio;
  ctx.strokeStyle = theme.error;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x - size, y - size);
  ctx.lineTo(x + size, y + size);
  ctx.moveTo(x + size, y - size);
  ctx.lineTo(x - size, y + size);
  ctx.stroke();
}
