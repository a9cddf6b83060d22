namespace Federated.Learning.Data;

/// <summary>Data sets whose samples are tokens.</summary>
public abstract record TextDataOptions : DataOptions;
