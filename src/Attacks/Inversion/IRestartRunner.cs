namespace Federated.Attacks.Inversion;

/// <summary>Runs restarts one after the other, in buffers of its own.</summary>
internal interface IRestartRunner : IDisposable
{
    /// <summary>A restart: a function of seed and number alone.</summary>
    Candidate Run(int restart, IProgress<InversionProgress>? progress, CancellationToken stop);
}
