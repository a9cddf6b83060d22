using Federated.Attacks.Inversion.Optimisers;

namespace Federated.Attacks.Inversion.Unrolled;

/// <summary>Restarts of the unrolled attack.</summary>
/// <param name="observation">with the client's training</param>
/// <param name="options">settings</param>
/// <param name="labels">class of each sample</param>
internal sealed class UnrolledRunner(Observation observation, InversionOptions options, int[] labels) : IRestartRunner
{
    private readonly UnrolledMatching<float> _matching = new(observation, options, labels);

    public Candidate Run(int restart, IProgress<InversionProgress>? progress, CancellationToken stop)
    {
        var copies = _matching.Epochs * observation.Samples;
        var start = DummyStart.Draw(options, observation.Network.Input, restart, copies, _matching.Length);
        var box = options.Box ? new PixelBox(observation.Network.Input, observation.Normalisation, copies) : null;
        var best = new AdamDescent(options, box, restart).Run(_matching, start, progress, stop);
        return new Candidate(best.X.ToArray(), best.Value, best.Evaluations, 0.0);
    }

    public void Dispose() => _matching.Dispose();
}
