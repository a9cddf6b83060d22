using System.Numerics;

namespace Federated.Learning.Privacy;

/// <summary>A defence that changes an update before it leaves: a pure function of the update and its <see cref="DefenceContext"/>.</summary>
public abstract record UpdateDefenceOptions : DefenceOptions
{
    /// <summary>Whether no update gets longer in the L2 norm: then a clip before it still bounds what comes out.</summary>
    public virtual bool NeverLengthens => false;

    /// <summary>Whether it needs <see cref="DefenceContext.Representation"/>.</summary>
    public virtual bool NeedsRepresentation => false;

    /// <summary>Changes an update in place.</summary>
    /// <param name="update">flat, length d, finite</param>
    /// <param name="context">whose update it is</param>
    public abstract void Apply<T>(Span<T> update, DefenceContext context)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
