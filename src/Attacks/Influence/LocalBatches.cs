using Federated.Learning;

namespace Federated.Attacks.Influence;

/// <summary>Which samples a client's local steps see: w_{s+1} = w_s - rate * gradient of the mean loss of batch s.</summary>
/// <param name="Rate">learning rate</param>
/// <param name="Steps">for each step the indices of its samples</param>
public sealed record LocalBatches(double Rate, IReadOnlyList<int[]> Steps)
{
    /// <summary>The same batches, in order, in each epoch.</summary>
    /// <param name="rate">learning rate, above 0</param>
    /// <param name="samples">N</param>
    /// <param name="batch">samples in a step, at most N; the last of an epoch may have fewer</param>
    /// <param name="epochs">at least 1</param>
    /// <exception cref="InputException">A number is out of its range.</exception>
    public static LocalBatches InOrder(double rate, int samples, int batch, int epochs)
    {
        if (!(rate > 0.0) || batch < 1 || batch > samples || epochs < 1)
        {
            throw new InputException(
                $"local batches: rate {rate}, {batch} of {samples} samples in {epochs} epochs; expected a rate above 0, batches of 1 to {samples}, and at least one epoch");
        }

        return new LocalBatches(rate, [.. Enumerable.Range(0, epochs).SelectMany(_ => Enumerable.Range(0, samples).Chunk(batch))]);
    }
}
