namespace Federated.Learning.Models;

/// <summary>All networks by name.</summary>
public static class ModelCatalogue
{
}
