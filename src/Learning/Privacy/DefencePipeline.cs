using System.Numerics;

namespace Federated.Learning.Privacy;

/// <summary>
/// The defences that change an update, one after the other. A pure function of the update and its context, so that what a client does in a run can be
/// done later to an update that was recorded without it.
/// </summary>
public sealed class DefencePipeline
{
    private readonly UpdateDefenceOptions[] _defences;

    /// <param name="options">which, in order; those that change no update are passed over</param>
    public DefencePipeline(PrivacyOptions options) => _defences = [.. options.OfUpdates];

    /// <summary>Whether updates stay as they are.</summary>
    public bool IsEmpty => _defences.Length == 0;

    /// <summary>Whether <see cref="DefenceContext.Representation"/> is needed.</summary>
    public bool NeedsRepresentation => Array.Exists(_defences, defence => defence.NeedsRepresentation);

    /// <summary>Changes an update in place.</summary>
    /// <param name="update">flat, length d, finite, in the sign and scale in which it is sent</param>
    /// <param name="context">whose it is</param>
    public void Apply<T>(Span<T> update, DefenceContext context)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < _defences.Length; i++)
        {
            _defences[i].Apply(update, context with { Place = i });
        }
    }
}
