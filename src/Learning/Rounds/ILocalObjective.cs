using System.Numerics;

namespace Federated.Learning.Rounds;

/// <summary>
/// One worker's oracle for a task: mini-batch losses and gradients of whichever client is open, at whatever is in
/// <see cref="Point"/>. Owns its buffers, which stay for the worker's life. Not thread-safe.
/// </summary>
public interface ILocalObjective<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Where the next evaluation takes place; flat, length d; the caller writes it.</summary>
    Span<T> Point { get; }

    /// <summary>The gradient that <see cref="Evaluate"/> left; flat, length d.</summary>
    Span<T> Gradient { get; }

    /// <summary>Turns to a client's data; its first mini-batch is not drawn yet.</summary>
    void Open(int client, int round);

    /// <summary>Draws the next mini-batch; goes on into a further epoch when one is used up.</summary>
    void NextBatch();

    /// <summary>Mean loss of the current mini-batch at <see cref="Point"/>; overwrites <see cref="Gradient"/>.</summary>
    double Evaluate();

    /// <summary>Mean loss of the current mini-batch at <see cref="Point"/>, for callers that need no gradient: <see cref="Gradient"/> is undefined then.</summary>
    double Loss() => Evaluate();

    /// <summary>Scores one batch of an evaluation split at <see cref="Point"/>.</summary>
    /// <param name="split">which samples</param>
    /// <param name="batch">index in [0, <see cref="IFederatedTask{T}.BatchCount"/>)</param>
    Score Score(EvaluationSplit split, int batch);
}
