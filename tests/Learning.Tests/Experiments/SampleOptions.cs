using Federated.Learning.Experiments;

namespace Federated.Learning.Tests.Experiments;

/// <summary>A record with every kind of property that experiment files support, so that these tests do not move with the product's.</summary>
internal sealed record SampleOptions
{
    public string Name { get; init; } = "sample";

    public string? Path { get; init; }

    public bool Fast { get; init; }

    [Accepts("[1, 100]")]
    public int Count { get; init; } = 10;

    public int? Limit { get; init; } = 7;

    public long Bytes { get; init; } = 1;

    public ulong Seed { get; init; } = 20;

    [Accepts("(0, inf]")]
    public double LearningRate { get; init; } = 0.1;

    public double Offset { get; init; }

    public SampleColour Colour { get; init; } = SampleColour.DarkRed;

    [Accepts("[0, 10]")]
    public int[] Ids { get; init; } = [];

    public double[][] Matrix { get; init; } = [];

    public string[] Words { get; init; } = [];

    public SampleShape Shape { get; init; } = new SampleSquare();

    public SampleInner Inner { get; init; } = new();

    public SampleInner[] Many { get; init; } = [];

    public SampleShape[] Shapes { get; init; } = [];
}

internal enum SampleColour
{
    Blue,
    DarkRed,
}

internal sealed record SampleInner
{
    public string Name { get; init; } = "inner";

    public double[] Weights { get; init; } = [1, 2];

    public SampleShape? Shape { get; init; }
}

[Discriminator("kind")]
internal abstract record SampleShape
{
    public abstract string Kind { get; }

    public double Scale { get; init; } = 1;
}

[Variant("square")]
internal sealed record SampleSquare : SampleShape
{
    public override string Kind => "square";

    [Accepts("(0, 100]")]
    public double Side { get; init; } = 2;
}

[Variant("disc")]
internal sealed record SampleDisc : SampleShape
{
    public override string Kind => "disc";

    public required double Radius { get; init; }
}

/// <summary>One record that stands for two names.</summary>
[Variant("dot")]
[Variant("point")]
internal sealed record SampleDot : SampleShape
{
    public SampleDot(string kind)
    {
        Kind = kind;
    }

    public override string Kind { get; }
}
