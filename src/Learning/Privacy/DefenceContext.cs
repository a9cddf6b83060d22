using Federated.Learning.Parameters;
using Federated.Learning.Randomness;

namespace Federated.Learning.Privacy;

/// <summary>Whose update is defended: all that a defence may depend on besides the update.</summary>
public sealed record DefenceContext
{
    /// <summary>Seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The round, 1-based.</summary>
    public required int Round { get; init; }

    /// <summary>The client.</summary>
    public required int Client { get; init; }

    /// <summary>Tensors of the update.</summary>
    public required ParameterLayout Layout { get; init; }

    /// <summary>Which of the vectors that the client sends this is.</summary>
    public int Vector { get; init; }

    /// <summary>
    /// How far each input of a fully connected layer, by the layer's name (<c>fc2</c>), gives away the client's samples: one number for each of its
    /// inputs, from some of the samples. Null: not known here. See <see cref="RepresentationProbe"/>.
    /// </summary>
    public Func<string, int, double[]>? Representation { get; init; }

    /// <summary>Place of the defence in its chain: two of the same kind draw different numbers.</summary>
    internal int Place { get; init; }

    /// <summary>Random numbers of one defence for one vector of one client in one round.</summary>
    internal KeyedStream Stream(Purpose purpose) => new KeyedStream(Seed, purpose, Round, Client).Child((Vector << 16) | Place);
}
