/** The straight line that fits points best (least squares). @returns by how much y grows with each x */
export function slope(points: readonly { x: number; y: number }[]): number {
  const mean = (pick: (point: { x: number; y: number }) => number): number =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length
  const [middleX, middleY] = [mean(({ x }) => x), mean(({ y }) => y)]
  const above = points.reduce((sum, { x, y }) => sum + (x - middleX) * (y - middleY), 0)
  const below = points.reduce((sum, { x }) => sum + (x - middleX) ** 2, 0)
  return above / below
}
