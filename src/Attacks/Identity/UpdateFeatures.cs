using Federated.Learning;
using Federated.Learning.Numerics;
using Federated.Learning.Parameters;
using Federated.Learning.Randomness;

namespace Federated.Attacks.Identity;

/// <summary>
/// From updates to features: some tensors of them, without the mean of their round, projected if asked for, and scaled to length 1. Without the
/// round's mean a single update is told from others by what is its own, not by the direction in which all are trained.
/// </summary>
public static class UpdateFeatures
{
    /// <summary>Signs that one tile of a random projection draws at a time.</summary>
    private const int WordBits = 32;

    /// <summary>Features of both sides.</summary>
    /// <param name="layout">tensors of an update</param>
    /// <param name="labelled">the adversary's own</param>
    /// <param name="anonymous">the devices'</param>
    /// <param name="options">what to look at</param>
    /// <param name="seed">of the projection</param>
    /// <exception cref="InputException">There is no such tensor, or an update is of another model.</exception>
    public static (FeatureMatrix Labelled, FeatureMatrix Anonymous) Of(
        ParameterLayout layout, IReadOnlyList<LabelledUpdate> labelled, IReadOnlyList<AnonymousUpdate> anonymous, FeatureOptions options, ulong seed)
    {
        var slices = Slices(layout, options.Tensors);
        var (own, others) = (
            Gather(layout, slices, [.. labelled.Select(update => update.Step)]),
            Gather(layout, slices, [.. anonymous.Select(update => update.Step)]));
        Centre(own, [.. labelled.Select(update => update.Round)], others, [.. anonymous.Select(update => update.Round)], options.Centring);
        if (options.Projection is { } directions && directions < own.Width)
        {
            (own, others) = (Project(own, directions, seed), Project(others, directions, seed));
        }

        own.Normalise();
        others.Normalise();
        return (own, others);
    }

    private static ParameterTensor[] Slices(ParameterLayout layout, IReadOnlyList<string> names)
    {
        foreach (var name in names.Where(name => !layout.Tensors.Any(tensor => IsNamed(tensor, name))))
        {
            throw new InputException(
                $"tensors: '{Printable.Shorten(name)}' is no tensor of this model; expected some of {string.Join(", ", layout.Tensors.Select(tensor => tensor.Name))}, or their beginnings");
        }

        return [.. layout.Tensors.Where(tensor => names.Count == 0 || names.Any(name => IsNamed(tensor, name)))];
    }

    private static bool IsNamed(ParameterTensor tensor, string name) =>
        tensor.Name == name || tensor.Name.StartsWith(name + ".", StringComparison.Ordinal);

    private static FeatureMatrix Gather(ParameterLayout layout, ParameterTensor[] slices, float[][] steps)
    {
        var matrix = new FeatureMatrix(steps.Length, slices.Sum(tensor => tensor.Length));
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Length != layout.Dimension)
            {
                throw new InputException($"update {i}: {steps[i].Length} numbers; expected {layout.Dimension}, as the model has");
            }

            var to = 0;
            foreach (var tensor in slices)
            {
                steps[i].AsSpan(tensor.Offset, tensor.Length).CopyTo(matrix[i][to..]);
                to += tensor.Length;
            }
        }

        return matrix;
    }

    private static void Centre(FeatureMatrix own, int[] ownRounds, FeatureMatrix others, int[] otherRounds, Centring centring)
    {
        if (centring == Centring.None)
        {
            return;
        }

        foreach (var round in ownRounds.Union(otherRounds))
        {
            int[] left = [.. Enumerable.Range(0, ownRounds.Length).Where(i => ownRounds[i] == round)];
            int[] right = [.. Enumerable.Range(0, otherRounds.Length).Where(i => otherRounds[i] == round)];
            if (centring == Centring.Side && left.Length > 1 && right.Length > 1)
            {
                Subtract([(own, left)]);
                Subtract([(others, right)]);
            }
            else
            {
                Subtract([(own, left), (others, right)]);
            }
        }
    }

    /// <summary>Takes the mean of some rows off them.</summary>
    private static void Subtract((FeatureMatrix Matrix, int[] Rows)[] parts)
    {
        var sum = new double[parts[0].Matrix.Width];
        foreach (var (matrix, rows) in parts)
        {
            foreach (var row in rows)
            {
                FlatVector.Accumulate<float>(sum, matrix[row]);
            }
        }

        var count = parts.Sum(part => part.Rows.Length);
        var mean = Array.ConvertAll(sum, value => (float)(value / count));
        foreach (var (matrix, rows) in parts)
        {
            foreach (var row in rows)
            {
                FlatVector.AddScaled<float>(matrix[row], -1.0, mean);
            }
        }
    }

    /// <summary>Products with directions of random signs; lengths and angles stay, roughly (Achlioptas 2003).</summary>
    private static FeatureMatrix Project(FeatureMatrix matrix, int directions, ulong seed)
    {
        var projected = new FeatureMatrix(matrix.Rows, directions);
        Parallel.For(0, directions, direction =>
        {
            var stream = new KeyedStream(seed, Purpose.Identification, 0, direction);
            var signs = new float[matrix.Width];
            for (var i = 0; i < signs.Length; i += WordBits)
            {
                var word = stream.NextUInt32();
                for (var k = i; k < Math.Min(i + WordBits, signs.Length); k++, word >>= 1)
                {
                    signs[k] = (word & 1) == 0 ? 1f : -1f;
                }
            }

            for (var row = 0; row < matrix.Rows; row++)
            {
                projected[row][direction] = (float)FeatureMatrix.Dot(matrix[row], signs);
            }
        });
        return projected;
    }
}
