using Federated.Attacks.Transcripts;
using Federated.Learning;
using Federated.Learning.ZerothOrder;

namespace Federated.Attacks.SharedSeed;

/// <summary>Reads what a sealed log says of one machine's mini-batches: the weights of each round are replayed, the directions regenerated.</summary>
public static class SealedProjections
{
    /// <summary>Losses near 2 are rounded to float32 before they are subtracted: the floor of every p, times 1 / (2 eps).</summary>
    private const double LossRounding = 2.0 / (1 << 24);

    /// <summary>The numbers of one machine, in the order of the log.</summary>
    /// <param name="transcript">of a run of the shared-seed family</param>
    /// <param name="machine">whose</param>
    /// <param name="most">no more than so many</param>
    /// <exception cref="InputException">The run keeps no such log, or it is damaged.</exception>
    public static IReadOnlyList<SealedProjection> Of(Transcript transcript, ushort machine, int most = int.MaxValue)
    {
        if (transcript.Experiment.Algorithm is not OneByteOptions { Code: not GradientCode.Sign, Update: UpdateOrder.Sequential } options)
        {
            throw new InputException(
                $"{transcript.Folder}: the log of {transcript.Experiment.Algorithm.Name} does not hold projected gradients at known weights; expected one-byte with code: byte or float32 and update: sequential");
        }

        var scheme = options.CreateScheme();
        var theta = transcript.InitialModel();
        var header = new LogHeader(transcript.Experiment.Seed, transcript.Index.LayoutSha256, theta.Length, WeightHash.Of(theta), scheme);
        var replica = new Replica(header, theta);
        var projections = new List<SealedProjection>();
        foreach (var round in SealedLog.Read(Path.Combine(transcript.Folder, transcript.Index.Log!), header))
        {
            if (projections.Count >= most)
            {
                break;
            }

            if (round.Machines.FirstOrDefault(bytes => bytes.Machine == machine) is { } sent)
            {
                projections.AddRange(Values(header, round, sent, [.. replica.Theta], options));
            }

            replica.Offer(round);
        }

        return [.. projections.Take(most)];
    }

    /// <summary>Standard deviation of a value's rounding.</summary>
    /// <param name="codec">what travels</param>
    /// <param name="value">as it was sent</param>
    /// <param name="epsilon">distance between the two losses, halved</param>
    public static double Deviation(GradientCodec codec, double value, double epsilon)
    {
        var losses = LossRounding / (2.0 * epsilon);
        if (codec.Code == GradientCode.Float32)
        {
            return losses;
        }

        // Values between powers of two are 1/8 of the lower one apart, below 2^(1 - bias) as far as there.
        var smallest = Math.ScaleB(1.0, 1 - codec.Bias);
        var gap = Math.ScaleB(1.0, Math.ILogB(Math.Max(Math.Abs(value), smallest)) - 3);
        return Math.Sqrt((gap * gap / 12.0) + (losses * losses));
    }

    /// <summary>A value that saturated only says "at least": it is left out, like one that is absent.</summary>
    private static IEnumerable<SealedProjection> Values(LogHeader header, SealedRound round, SealedBytes sent, float[] weights, OneByteOptions options)
    {
        var scheme = header.Scheme;
        for (var sample = 0; sample < scheme.Samples; sample++)
        {
            if (scheme.Codec.Decode(sent.Codes, sample) is { } p && !scheme.Codec.IsSaturated(sent.Codes, sample))
            {
                var value = Math.ScaleB(p, -scheme.Codec.ScaleBits);
                var direction = scheme.Direction(header.RunKey, round.Round, sent.Machine, (ushort)sample);
                yield return new SealedProjection(round.Round, weights, direction, value, Deviation(scheme.Codec, value, options.Epsilon));
            }
        }
    }
}
